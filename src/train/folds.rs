/*! Out-of-fold models: for each fifth of the corpus one that did not learn from it.

In: sections of models, or a folder of files. Out: [`Folds`], which gives the model for an article. An article's fold follows from
its id alone, so every stage and every run has the same folds.
*/

use std::path::{Path, PathBuf};

use crate::model::file::{File, Section};
use crate::model::hash;
use crate::{Error, ErrorKind, Model};

/// How many folds there are.
pub const FOLDS: usize = 5;

/// The fold of the article `id`.
pub fn fold_of(id: &str) -> usize {
    hash::mix(hash::bytes(id.as_bytes()), 5) as usize % FOLDS
}

/// The models of all folds.
#[derive(Debug)]
pub struct Folds {
    bytes: Vec<Vec<u8>>,
    models: Vec<Model>,
}

impl Folds {
    /// The models of these sections, fold by fold.
    pub fn new(sections: Vec<Vec<Section<Vec<u8>>>>) -> Result<Self, Error> {
        let provenance = "without one fold of the corpus";
        let files =
            sections.into_iter().map(|sections| File { provenance: provenance.into(), sections });
        Self::of_files(files.map(|f| f.write()).collect())
    }

    fn of_files(bytes: Vec<Vec<u8>>) -> Result<Self, Error> {
        let models = bytes.iter().map(|b| Model::from_bytes(b)).collect::<Result<_, _>>()?;
        Ok(Self { bytes, models })
    }

    /// The model that did not learn from the article `id`.
    pub fn of(&self, id: &str) -> &Model {
        &self.models[fold_of(id)]
    }

    /// The file of fold `k` in `folder`.
    pub fn path(folder: &Path, k: usize) -> PathBuf {
        folder.join(format!("fold-{k}.model"))
    }

    /// Writes a file per fold into `folder`.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let failed = |e| Error::new(ErrorKind::Output, format!("{}: {e}", folder.display()));
        std::fs::create_dir_all(folder).map_err(failed)?;
        for (k, bytes) in self.bytes.iter().enumerate() {
            super::put(&Self::path(folder, k), bytes)?;
        }
        Ok(())
    }

    /// Reads what [`Self::write`] wrote.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let file = |k| {
            let path = Self::path(folder, k);
            std::fs::read(&path)
                .map_err(|e| Error::new(ErrorKind::Input, format!("{}: {e}", path.display())))
        };
        Self::of_files((0..FOLDS).map(file).collect::<Result<_, _>>()?)
    }
}

/// Does `job` for 0 to `n`, two at a time; gives the results in order.
pub fn in_pairs<T: Send>(n: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut out = Vec::with_capacity(n);
    for start in (0..n).step_by(2) {
        std::thread::scope(|scope| {
            let job = &job;
            let pair = (start..n.min(start + 2)).map(|k| scope.spawn(move || job(k)));
            for one in pair.collect::<Vec<_>>() {
                out.push(one.join().expect("a job does not panic"));
            }
        });
    }
    out
}
