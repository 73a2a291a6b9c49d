/** Tables and the page of the documentation. */
export { type Findings, findingsText, type Row } from "./findings.ts";
export { tallyHead, tallyRow } from "./tally-row.ts";
export { writePage } from "./write-page.ts";
