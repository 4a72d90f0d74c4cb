/*! Sayso: who said what in a news article, on whose say-so.

```
use sayso::{Analyser, Options};

let document = Analyser::embedded().analyse("“We are done,” said Maria Lopez.", &Options::default());
assert_eq!(document.schema, 1);
```
*/

mod assemble;
pub mod attributions;
mod dates;
pub mod document;
mod error;
#[cfg(any(feature = "eval", feature = "train"))]
pub mod eval;
#[cfg(feature = "export")]
pub mod export;
mod lexicon;
mod model;
pub mod names;
mod pipeline;
pub mod quotes;
mod replies;
pub mod speakers;
pub mod tags;
pub mod text;
#[cfg(feature = "train")]
pub mod train;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use document::Document;
pub use error::{Error, ErrorKind};
pub use lexicon::because;
pub use model::Model;
pub use pipeline::{Analyser, Options};
pub use text::OffsetUnit;
