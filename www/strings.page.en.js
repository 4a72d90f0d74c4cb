/*
 * The words of the page itself, in English, with those of the panel and the card. To translate: copy and put in place of this file.
 */
import { strings as shared } from "./strings.en.js";

export const strings = {
  ...shared,
  title: "Sayso: who said what",
  tagline: "who said what, in whose words",
  heading: "On whose say-so?",
  intro: "Paste a news article and see every voice in it: who speaks, in their own words or in the outlet’s, and on what evidence.",
  field: "The article",
  placeholder: "Paste an article here, or drop a .txt or .html file…",
  go: "Show who said what",
  clear: "Clear",
  samples: "Or try one of these",
  sampleNote: "Invented articles; nobody in them exists.",
  privacy: "The text stays in this browser. Nothing is stored, nothing is sent.",
  another: "Paste another",
  edit: "Edit the text",
  article: "The article, marked",
  panelOpen: "All voices and statements",
  panelClose: "Back to the article",
  skip: "Skip to the voices",
  dropped: "Drop the file to read it",
  notText: "This file is not text. Drop a .txt or .html file.",
  notUtf8: "This file is not UTF-8 text.",
  empty: "There is nothing to read yet: paste an article first.",
  sampleFailed: "The sample could not be fetched.",
  sampleTitles: {
    agency: ["The harbour accord", "an agency story with claims and replies"],
    feature: ["The last ferry to Skerra", "a feature with long asides and an unnamed source"],
    interview: ["“A map is a promise”", "an interview in turns"],
    release: ["A new line for the valley", "a press release"],
    court: ["The orchard verdict", "a court report with several paragraphs of testimony"],
  },
};
