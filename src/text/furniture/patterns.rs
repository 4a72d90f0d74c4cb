/*! The patterns of furniture: few, and compiled when first needed, since compiling costs time and Unicode classes cost size.

No class here needs Unicode tables, and all are case-sensitive.
*/

use std::sync::LazyLock;

use regex::Regex;

// The patterns from here to `LINK` are for lines in ASCII lower case, which keeps their length.

/// `by`: who the credit names.
pub static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^[(\[]?(?:--?|—|–|\*+)?\x20?
        (?: (?:with\x20)?(?:(?:additional|further|other)\x20)?(?:reporting|research|writing|editing|photography|photos?|graphics|translation|files)\x20(?:by|from)
          | (?:edited|compiled|translated|written\x20and\x20edited|produced|photographs?|photos?|pictures?|images?|video|graphics?)\x20by
          | (?:contributing|contributors?|contributed\x20by|photos?|images?|pictures?|photographs?|photo\x20credits?|image\x20credits?|sources?|credits?|agencies|via|h/t)\x20?:
        )\x20?(?P<by>.+?)[)\].]*$",
    )
});
/// "Maria Lopez contributed to this report."
pub static CONTRIBUTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<by>.+?) (?:also )?contributed (?:[a-z]+ )?(?:(?:to|for) this (?:[a-z]+ ){0,2}(?:article|blog|column|coverage|dispatch|file|interview|investigation|newsletter|piece|post|project|report|reporting|review|story)|to the (?:article|reporting|report|story)|reporting|research)(?-u:\b).{0,40}$",
    )
});
/// Terms of reuse; `name` or `cc`: which licence.
pub static LICENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
          (?: licen[cs]ed\x20under\x20(?:an?|the)?\x20?(?P<name>.+?)\.?$ )
        | (?P<cc>creative\x20commons\x20[^,;]+?(?:licen[cs]e|$)|cc\x20by[a-z0-9.\x20\-]*)
        | all\x20rights\x20reserved | ^(?:©|\(c\)|copyright)\x20.*(?:19|20)[0-9]{2} | ©\x20?(?:19|20)[0-9]{2}
        | (?:material|contents?|article|story|stories|text|part|portion|work|information|reports?|page|publication|photos?|images?)\x20[^.]{0,60}may\x20not\x20be\x20(?:published|reproduced|redistributed|republished|broadcast)
        | ^(?:this\x20[a-z]+\x20(?:[^.]{0,80}\x20)?(?:is|was|has\x20been)\x20)?(?:re-?)?published\x20with\x20(?:(?:express|full|kind|special)\x20)?permission
        | ^(?:it\x20)?may\x20not\x20be\x20(?:published|reproduced|redistributed|republished|broadcast)",
    )
});
/// Invitations to read, follow, subscribe.
pub static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^[\[(>»►▶*•]*\x20?(?:
          (?:read|see|watch|listen|view|learn|more|related|recommended|also\x20read|read\x20also|see\x20also|read\x20next|read\x20more|don't\x20miss|you\x20may\x20also\x20like|you\x20might\x20also\x20like)
             (?:\x20(?:more|also|next|stories|story|articles?|coverage|content|links?|reading|video|now|this|here|on|about|from))*\x20?:
        | (?:click|tap)\x20(?:here|on|below|to)(?-u:\b) | (?:read|learn|find\x20out)\x20(?:more|the\x20full)(?-u:\b) | continue\x20reading(?-u:\b) | (?:see|read)\x20also(?-u:\b)
        | (?:follow|like|find)\x20.{1,80}\x20on\x20(?:twitter|facebook|instagram|x|telegram|linkedin|youtube|threads|mastodon|bluesky)(?-u:\b)
        | (?:sign\x20up|subscribe)\x20(?:for|to|here|now|today)(?-u:\b) | (?:download|get)\x20(?:the|our)\x20.{0,40}(?:app|newsletter)(?-u:\b)
        | share\x20this\x20(?:article|story|post)(?-u:\b) | join\x20the\x20(?:conversation|discussion)(?-u:\b) | (?:contact|e-?mail|reach)\x20.{1,60}(?:at|:)\x20[^\x20]+@[^\x20]+
        | (?:related|advertisement|most\x20read|trending)$ )",
    )
});
/// The words under a picture, by their beginning or their credit.
pub static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^(?:FILE\x20?(?:PHOTO)?\x20?[:–—-]|File\x20(?:photo|picture|image)\x20?[:–—-]|(?:[Cc]aption|[Pp]ictured|[Pp]hoto\x20caption|[Aa]bove|In\x20this)\x20?(?:photo|picture|image|[:(])|Image\x20caption)
        | (?:\(|\[|\x20)(?:AP\x20Photo|Photo\x20by|Photos?\x20courtesy|Photograph:|Image:|Photo:|Picture:|Credit:|File\x20photo)[^()]*[)\]]?\.?$
        | /(?:Getty\x20Images|AFP|AP|Reuters|EPA|Shutterstock|Alamy)[^()/]{0,30}\)?\.?$ | REUTERS/[^\x20]+\x20[^.]{1,30}\.?$ | Getty\x20Images\)?\.?$",
    )
});
/// Whose picture it is, at the end of the words under it: "(Supplied: Jodie Aiken)", "Picture: Eilidh Garrow".
pub static PICTURED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|\x20)(?:\((?:Supplied|Sourced?|Courtesy|Facebook|Instagram|Getty Images|Reuters|AAP|ABC|AFP|AP|BBC|CBS|CNN|EPA|ITV|NBC|PA|[A-Z]{2,5} News)(?:/[A-Z]{2,4})?: ?(?P<in>[^():]{2,50})\)|(?:Picture|Photo|Photograph|Image|Photo credit|Credit|Pic): ?(?P<by>[^():.]{2,50}))\.?$",
    )
});
/// In front of the first sentence; `place` is what counts, `region`, `date` and `agency` make it surer.
pub static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^(?P<place>[A-ZÀ-ÞŁŚŠŽČĆİ][^\x00-\x1f,()/:;\x22“”—–‘]{1,38}?)
        (?:,\x20(?P<region>[A-Z][^\x00-\x1f,()/:;\x22“”—–0-9]{1,24}?))?
        (?:,?\x20(?P<date>(?:[0-9]{1,2}\x20)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\x20[0-9]{1,2})?(?:,?\x20[0-9]{4})?))?
        (?:,?\x20?[(/](?P<agency>[^\x00-\x1f()/]{2,40})[)/])?
        \x20?(?P<dash>—|–|―|--|-|\x20:)\x20?",
    )
});
/// "(CNN) —"
pub static AGENCY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[(\[](?P<by>[^()\[\]]{2,40})[)\]](?:\x20?(?:—|–|--|-))?"));
/// Desk initials: "SM/PA".
pub static INITIALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:[A-Z]{1,4}(?:/[A-Z]{1,4}){1,3}|[a-z]{2,4}/[a-z]{2,4}(?:/[a-z]{2,4})?)$")
});

/// A line without one of these is not worth matching.
pub const LICENCE_WORDS: [&str; 8] = [
    "licen",
    "creative commons",
    "cc by",
    "rights reserved",
    "copyright",
    "©",
    "permission",
    "may not be",
];
/// The same for captions.
pub const CAPTION_WORDS: [&str; 21] = [
    "FILE",
    "File",
    "aption",
    "ictured",
    "bove",
    "In this",
    "Photo",
    "Image",
    "Picture",
    "Credit",
    "Getty",
    "(AP",
    "REUTERS",
    "(AFP",
    "/AFP",
    "/AP",
    "Reuters)",
    "/Reuters",
    "EPA",
    "Shutterstock",
    "Alamy",
];

/// Compiles one of the patterns above.
fn pattern(source: &str) -> Regex {
    Regex::new(source).unwrap_or_else(|e| panic!("{e}"))
}
