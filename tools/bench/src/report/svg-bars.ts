import type { Bar, Chart } from "./chart.ts";

const rowHeight = 24;
const labelWidth = 330;
const barWidth = 320;
const top = 44;
const width = labelWidth + barWidth + 110;

/** Both on a white and on a black page. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .bare { fill: #8c959f; } .peer { fill: #54aeff; } .ours { fill: #1a7f37; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .bare { fill: #6e7681; } .peer { fill: #388bfd; } .ours { fill: #3fb950; }
  }`;

/** A picture of horizontal bars, with the figures beside them. */
export function svgBars({ title, unit, bars }: Chart): string {
  const height = top + bars.length * rowHeight + 12;
  const longest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const rows = bars.map((bar, index) => row(bar, top + index * rowHeight, longest));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${style}
</style>
<text class="title" x="8" y="24">${escaped(`${title}, ${unit}`)}</text>
${rows.join("\n")}
</svg>
`;
}

function row({ label, value, role }: Bar, y: number, longest: number): string {
  const length = Math.max(1, (value / longest) * barWidth);
  const middle = y + 15;
  return [
    `<text x="${labelWidth - 8}" y="${middle}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${role}" x="${labelWidth}" y="${y + 3}" width="${length.toFixed(1)}" height="${rowHeight - 8}" rx="2"/>`,
    `<text x="${(labelWidth + length + 6).toFixed(1)}" y="${middle}">${figure(value)}</text>`,
  ].join("\n");
}

function figure(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
