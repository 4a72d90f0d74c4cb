/*! Gold written as phrases: the form of the files in `cases` and of `.gold` files in `articles`, read and compared.

A block is a few comment lines, a text, and below it, indented, what a careful reader finds in it:

```text
# inverted cue after a comma
"We are done," said Maria Lopez, the mayor.
  source  Maria Lopez, the mayor
  cue     said
  content "We are done,"
  speaker Maria Lopez
  kind    direct
```

- The first comment is the title. `# todo: why` marks a case that is not met yet: it must fail, so that it is noticed when it no longer does.
- Lines of the text are joined by a line break as they stand; `¶` between them, or in a line, is an empty line.
- An attribution begins with each `source` line, and with a `content` line where the attribution before has its content already.
  `content` is required, all else is compared only where it stands: see [`KEYS`]. All attributions of the text are listed, in order of their
  content, children too; `none` where there are none. `optional` on its own line: need not be found.
- Spans of one role are joined by ` … `; ` | ` separates values of which any will do; `-` is the value of what is not there.
- `quotation KIND PHRASE`, `furniture KIND PHRASE`, `entity KIND NAME`, `role NAME = ROLE`, `reply FROM TO KIND` (numbers of attributions, from 1; TO may
  be a name): each must be in the document. `quotation none`, `furniture none`: there must be none.
*/

use std::fmt::Write;

use sayso::Document;
use sayso::document::{Attribution, Range};

/// What an attribution may be asked for.
pub const KEYS: [&str; 18] = [
    "source",
    "cue",
    "content",
    "speaker",
    "via",
    "kind",
    "act",
    "stance",
    "how",
    "medium",
    "addressee",
    "venue",
    "time",
    "hedge",
    "negated",
    "hypothetical",
    "parent",
    "reason",
];

/// The keys whose values are words of the text.
const PHRASES: [&str; 8] =
    ["source", "cue", "content", "medium", "addressee", "venue", "time", "hedge"];

/// One attribution as a careful reader wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gold {
    /// Key and value, in the order of the file.
    pub fields: Vec<(String, String)>,
    /// Need not be found.
    pub optional: bool,
}

impl Gold {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.fields.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    fn show(&self) -> String {
        let mut out = String::new();
        for (key, value) in &self.fields {
            let _ = writeln!(out, "  {key:8}{value}");
        }
        if self.optional {
            out += "  optional\n";
        }
        out
    }
}

/// Something else that must be in the document: key and value as they stand in the file.
pub type Demand = (String, String);

/// A block: a text with its gold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    /// File and line of its first line.
    pub place: String,
    /// The first comment.
    pub title: String,
    /// Why it is not met yet.
    pub todo: Option<String>,
    /// The text to analyse.
    pub text: String,
    /// Attributions, in order.
    pub attributions: Vec<Gold>,
    /// Other demands, as they stand: key and value.
    pub demands: Vec<Demand>,
}

/// Words without regard to how lines are broken.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The values of which any will do.
pub fn alternatives(value: &str) -> impl Iterator<Item = &str> {
    value.split(" | ").map(str::trim)
}

/// Reads the indented lines below a text.
///
/// # Errors
/// A sentence that names the line.
pub fn read_gold<'a>(
    lines: impl Iterator<Item = (usize, &'a str)>,
    text: &str,
) -> Result<(Vec<Gold>, Vec<Demand>), String> {
    let mut attributions: Vec<Gold> = Vec::new();
    let mut demands = Vec::new();
    let text = flat(text);
    let mut none = false;
    for (number, line) in lines {
        let line = line.trim();
        let (key, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let value = value.trim();
        let fail = |what: &str| Err(format!("line {number}: {what}: {line}"));
        if PHRASES.contains(&key) && value != "-" {
            for piece in alternatives(value).flat_map(|v| v.split(" … ")) {
                if piece.is_empty() || !text.contains(piece) {
                    return fail("these words are not in the text");
                }
            }
        }
        let last = attributions.last_mut();
        match key {
            "none" => none = true,
            "optional" => match last {
                Some(gold) => gold.optional = true,
                None => return fail("no attribution before"),
            },
            "quotation" | "furniture" | "entity" | "role" | "reply" => {
                if value.is_empty() {
                    return fail("expected a value");
                }
                demands.push((key.to_owned(), value.to_owned()));
            }
            _ if !KEYS.contains(&key) => return fail("unknown key"),
            _ if value.is_empty() => return fail("expected a value"),
            _ => {
                let begins = key == "source"
                    || key == "content" && last.as_ref().is_none_or(|g| g.get("content").is_some());
                if begins {
                    attributions.push(Gold::default());
                }
                match attributions.last_mut() {
                    Some(gold) if gold.get(key).is_none() => {
                        gold.fields.push((key.to_owned(), value.to_owned()));
                    }
                    Some(_) => return fail("a second value"),
                    None => return fail("an attribution begins with source or content"),
                }
            }
        }
    }
    if let Some(gold) = attributions.iter().find(|g| g.get("content").is_none()) {
        return Err(format!("an attribution without content:\n{}", gold.show()));
    }
    if none != attributions.is_empty() {
        return Err("expected attributions, or none".to_owned());
    }
    Ok((attributions, demands))
}

/// Reads a file of cases.
///
/// # Errors
/// A sentence that names file and line.
pub fn read_cases(file: &str, content: &str) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    let lines: Vec<(usize, &str)> = content.lines().enumerate().map(|(i, l)| (i + 1, l)).collect();
    for block in lines.split(|(_, l)| l.trim().is_empty()) {
        let (comments, rest): (Vec<_>, Vec<_>) =
            block.iter().partition(|(_, l)| l.starts_with('#'));
        let (gold, text): (Vec<_>, Vec<_>) = rest.iter().partition(|(_, l)| l.starts_with(' '));
        let Some((first, _)) = text.first() else {
            if gold.is_empty() {
                continue;
            }
            return Err(format!("{file}:{}: gold without a text", gold[0].0));
        };
        let comment = |line: &str| line.trim_start_matches('#').trim().to_owned();
        let todo = comments
            .iter()
            .find_map(|(_, l)| comment(l).strip_prefix("todo:").map(|w| w.trim().to_owned()));
        let text = text.iter().map(|(_, l)| *l).collect::<Vec<_>>().join("\n");
        let text = text.split('¶').map(str::trim).collect::<Vec<_>>().join("\n\n");
        let (attributions, demands) =
            read_gold(gold.into_iter(), &text).map_err(|e| format!("{file}:{first}: {e}"))?;
        cases.push(Case {
            place: format!("{file}:{first}"),
            title: comments.first().map_or_else(|| text.clone(), |(_, l)| comment(l)),
            todo,
            text,
            attributions,
            demands,
        });
    }
    Ok(cases)
}

/// The words of the spans of one role, joined as in the gold.
fn words(text: &str, spans: &[Range]) -> String {
    let parts: Vec<String> = spans.iter().map(|r| flat(&text[r.start..r.end])).collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(" … ") }
}

/// What `document` (offsets in bytes) says for a key of an attribution.
pub fn value(text: &str, document: &Document, a: &Attribution, key: &str) -> String {
    let entity = |id: Option<usize>| id.map_or("-", |id| document.entities[id].name.as_str());
    let note = |span: Option<Range>| span.map_or("-".to_owned(), |s| words(text, &[s]));
    let flag = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    match key {
        "source" => words(text, &a.source),
        "cue" => words(text, &a.cue),
        "content" => words(text, &a.content),
        "speaker" => entity(a.speaker).to_owned(),
        "via" => entity(a.via).to_owned(),
        "kind" => a.kind.to_string(),
        "act" => a.act.to_string(),
        "stance" => a.stance.to_string(),
        "how" => a.resolution.how.to_string(),
        "medium" => note(a.medium.as_ref().map(|n| n.span)),
        "addressee" => note(a.addressee.as_ref().map(|n| n.span)),
        "venue" => note(a.venue.as_ref().map(|n| n.span)),
        "time" => note(a.time.as_ref().map(|n| n.span)),
        "hedge" => note(a.hedge.as_ref().map(|n| n.span)),
        "negated" => flag(a.negated),
        "hypothetical" => flag(a.hypothetical),
        "parent" => a.parent.map_or("-".to_owned(), |p| (p + 1).to_string()),
        "reason" => a
            .speaker
            .and_then(|id| document.entities[id].reason.as_ref())
            .map_or("-".to_owned(), |n| flat(&n.text)),
        _ => panic!("not a key: {key}"),
    }
}

/// Does the document meet the case? If not, expected and got.
pub fn compare(case: &Case, document: &Document) -> Result<(), String> {
    let text = &case.text;
    let got = &document.attributions;
    let same = |gold: &Gold, a: &Attribution, key: &str| {
        let found = value(text, document, a, key);
        gold.get(key).is_none_or(|v| alternatives(v).any(|v| flat(v) == found))
    };
    let wanted: Vec<&Gold> = case
        .attributions
        .iter()
        .filter(|g| !g.optional || got.iter().any(|a| same(g, a, "content")))
        .collect();
    let mut problems: Vec<String> = Vec::new();
    if wanted.len() != got.len() {
        problems.push(format!("expected {} attributions, got {}", wanted.len(), got.len()));
    }
    for (gold, a) in wanted.iter().zip(got) {
        for (key, expected) in &gold.fields {
            if !same(gold, a, key) {
                let found = value(text, document, a, key);
                problems.push(format!("{key}: expected {expected}, got {found}"));
            }
        }
    }
    problems.extend(
        case.demands.iter().filter(|d| !meets(text, document, d)).map(|d| unmet(text, document, d)),
    );
    if problems.is_empty() {
        return Ok(());
    }
    let expected: Vec<String> = wanted.iter().map(|g| g.show()).collect();
    let shown: Vec<String> = got
        .iter()
        .enumerate()
        .map(|(i, a)| {
            let mut out = String::new();
            let asked = |key: &str| wanted.get(i).is_some_and(|g| g.get(key).is_some());
            for key in KEYS {
                if asked(key) || ["source", "cue", "content", "speaker"].contains(&key) {
                    let _ = writeln!(out, "  {key:8}{}", value(text, document, a, key));
                }
            }
            let rules: Vec<&str> = a.because.iter().map(|b| b.rule.as_str()).collect();
            let _ = writeln!(out, "  ({})", rules.join(", "));
            out
        })
        .collect();
    let list = |items: Vec<String>| {
        if items.is_empty() { "  none\n".to_owned() } else { items.join("  ·\n") }
    };
    let rule = "~".repeat(20);
    Err(format!(
        "{}: {}\n{}\n{rule} expected\n{}{rule} got\n{}{rule}\n{}\n",
        case.place,
        case.title,
        case.text,
        list(expected),
        list(shown),
        problems.join("\n")
    ))
}

/// Is the thing demanded in the document?
pub fn meets(text: &str, document: &Document, (key, wanted): &Demand) -> bool {
    if key == "role" {
        return wanted.split_once(" = ").is_some_and(|(name, role)| {
            let roles = document.entities.iter().filter(|e| e.name == name).flat_map(|e| &e.roles);
            roles.into_iter().any(|r| alternatives(role).any(|v| v == r))
        });
    }
    let have = listed(text, document, key);
    alternatives(wanted)
        .any(|w| if w == "none" { have.is_empty() } else { have.iter().any(|h| h == w) })
}

/// What the document has of that sort, in the words of a demand.
fn listed(text: &str, document: &Document, key: &str) -> Vec<String> {
    let slice = |r: Range| flat(&text[r.start..r.end]);
    match key {
        "quotation" => {
            document.quotations.iter().map(|q| format!("{} {}", q.kind, slice(q.span))).collect()
        }
        "furniture" => {
            document.furniture.iter().map(|f| format!("{} {}", f.kind, slice(f.span))).collect()
        }
        "entity" => document.entities.iter().map(|e| format!("{} {}", e.kind, e.name)).collect(),
        "role" => document
            .entities
            .iter()
            .map(|e| format!("{} = {}", e.name, e.roles.join(" | ")))
            .collect(),
        "reply" => document
            .replies
            .iter()
            .map(|r| {
                let whom = r.whom.map_or("-", |w| document.entities[w].name.as_str());
                let to = r.to.map_or(whom.to_owned(), |t| (t + 1).to_string());
                format!("{} {to} {}", r.from + 1, r.kind)
            })
            .collect(),
        _ => vec![],
    }
}

/// A demand that is not met, and what there is instead.
pub fn unmet(text: &str, document: &Document, demand: &Demand) -> String {
    let have = listed(text, document, &demand.0);
    let have = if have.is_empty() { "none".to_owned() } else { have.join("; ") };
    format!("{}: expected {}, got {have}", demand.0, demand.1)
}
