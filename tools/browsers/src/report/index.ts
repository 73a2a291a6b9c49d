/** Tables and the page of the documentation. */
export { type Findings, type Row, rowText } from "./findings.ts";
export { tallyHead, tallyRow } from "./tally-row.ts";
export { writePage } from "./write-page.ts";
