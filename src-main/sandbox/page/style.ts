/** The one style sheet of all hosted pages: plain rules, light and dark, readable down to 320 px. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --paper: #f4f6f8; --sheet: #ffffff; --ink: #1b232c; --quiet: #55606c; --line: #8a949f; --soft: #dde3e9;
  --lead: #14568f; --lead-ink: #ffffff; --lead-soft: #e6eff8; --bad: #a81e1e; --bad-soft: #fdecec;
  --good: #1c6b3a; --good-soft: #e6f4ea; --note: #6b4a00; --note-soft: #fff4d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12171c; --sheet: #1b2229; --ink: #e8edf2; --quiet: #a9b4bf; --line: #76828e; --soft: #323c46;
    --lead: #8cc2f2; --lead-ink: #0c2236; --lead-soft: #1d3348; --bad: #ff9c94; --bad-soft: #3b1d1d;
    --good: #86d6a3; --good-soft: #17301f; --note: #f0cf7f; --note-soft: #33290f;
  }
}
* { box-sizing: border-box; }
html { font-size: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.6;
  font-family: "Hiragino Sans", "Yu Gothic UI", "Meiryo", "Noto Sans CJK JP", "Noto Sans JP", system-ui, sans-serif;
}
.practice { margin: 0; padding: .35rem 1rem; background: var(--note-soft); color: var(--note); text-align: center; font-size: .875rem; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem 1rem 2rem; }
main:has(.two) { max-width: 66rem; }
.two { display: grid; gap: 0 1rem; grid-template-columns: minmax(0, 1fr); align-items: start; }
@media (min-width: 60rem) {
  .two { grid-template-columns: minmax(0, 1fr) 18rem; }
  .two > .order { grid-column: 2; grid-row: 1; }
  .two > form { grid-column: 1; grid-row: 1; }
}
.shop { margin: 0 0 .15rem; color: var(--quiet); font-size: .9375rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.35; }
h2 { margin: 0 0 .5rem; font-size: 1.0625rem; }
.sheet { background: var(--sheet); border: 1px solid var(--soft); border-radius: .75rem; padding: 1rem 1.5rem; margin: 0 0 1rem; }
.sum { display: grid; grid-template-columns: auto 1fr; gap: .15rem 1.5rem; align-items: baseline; margin: 0; }
.sum dt { color: var(--quiet); }
.sum dd { margin: 0; text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.sum .total { font-size: 1.375rem; font-weight: 700; }
.row { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: .25rem 1rem; padding: .7rem 0; border: 0; border-top: 1px solid var(--soft); margin: 0; min-width: 0; }
form > .row:first-child { border-top: 0; padding-top: 0; }
.name { font-weight: 600; padding: .45rem 0 0; }
/* A floated legend is laid out like any other cell of the row. */
legend.name { float: left; }
.name.plain { padding-top: 0; }
.need { display: inline-block; margin-left: .5rem; padding: 0 .4rem; border-radius: .25rem; background: var(--bad-soft); color: var(--bad); font-size: .75rem; font-weight: 600; }
.may { background: var(--soft); color: var(--ink); }
.brands { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; list-style: none; margin: 0; padding: 0; }
.brands li { border: 1px solid var(--line); border-radius: .375rem; padding: .05rem .6rem; font-size: .8125rem; font-weight: 700; letter-spacing: .04em; }
.fields { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; }
label { font-weight: inherit; }
.pair { display: inline-flex; align-items: center; gap: .4rem; }
input, select {
  font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: .375rem;
  padding: .4rem .55rem; min-height: 2.75rem; min-width: 0;
}
input.four { width: 4.6rem; letter-spacing: .08em; text-align: center; font-variant-numeric: tabular-nums; }
input.code { width: 7rem; letter-spacing: .15em; font-variant-numeric: tabular-nums; }
input.word { width: 11rem; }
[aria-invalid="true"] { border: 2px solid var(--bad); background: var(--bad-soft); }
:focus-visible { outline: 3px solid var(--lead); outline-offset: 2px; }
.hint { margin: .3rem 0 0; color: var(--quiet); font-size: .875rem; }
.wrong { margin: .35rem 0 0; color: var(--bad); font-size: .9375rem; font-weight: 600; }
.alert { background: var(--bad-soft); border: 1px solid var(--bad); border-radius: .75rem; padding: 1rem 1.25rem; margin: 0 0 1rem; }
.alert h2 { color: var(--bad); }
.alert p, .alert ul { margin: .25rem 0 0; }
.alert ul { padding-left: 1.25rem; }
.alert a { color: var(--bad); }
.done { background: var(--good-soft); border-color: var(--good); }
.done h1 { margin: 0 0 .25rem; color: var(--good); }
.done p { margin: 0; }
.acts { display: flex; flex-wrap: wrap; align-items: center; gap: 1rem; margin-top: 1.25rem; }
button, .button {
  display: inline-block; font: inherit; font-weight: 700; min-height: 2.9rem; padding: .6rem 1.75rem; border-radius: .5rem;
  border: 1px solid var(--lead); background: var(--lead); color: var(--lead-ink); cursor: pointer; text-decoration: none;
}
button:hover, .button:hover { filter: brightness(1.08); }
button.second { background: transparent; color: var(--lead); }
a { color: var(--lead); }
.cards { border-collapse: collapse; width: 100%; font-size: .9375rem; }
.cards th, .cards td { text-align: left; padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--soft); }
.cards td:first-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
summary { cursor: pointer; font-weight: 600; }
.message { background: var(--lead-soft); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; }
.message strong { font-size: 1.25rem; letter-spacing: .15em; font-variant-numeric: tabular-nums; }
@media (max-width: 40rem) {
  .row { grid-template-columns: 1fr; }
  .name { padding-top: 0; }
  .sheet { padding: 1rem; }
}
@media print { .practice, .acts { display: none; } }
`
