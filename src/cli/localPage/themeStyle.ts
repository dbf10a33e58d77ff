import { themeVariables } from '../../charts/index.js';

/** What pages have beyond the inks of figures. */
const LIGHT =
  '--ground:#f6f6f3;--raised:#ffffff;--line:#c9ccd1;--accent:#1d5fae;--serious:#b3261e;--note:#7a5900';
const DARK =
  '--ground:#121418;--raised:#1b1e23;--line:#3c4149;--accent:#8fbdf5;--serious:#ff9c92;--note:#f0c75e';

/** Styles that all pages share: colours of light and dark, controls, focus. */
export const THEME_STYLE = `
:root {
  color-scheme: light dark;
  ${themeVariables('light')};
  ${LIGHT};
  --text: var(--ink-text);
  --quiet: var(--ink-quiet);
  font:
    16px/1.45 system-ui,
    sans-serif;
}

@media (prefers-color-scheme: dark) {
  :root {
    ${themeVariables('dark')};
    ${DARK};
  }
}

* {
  box-sizing: border-box;
}

body {
  background: var(--ground);
  color: var(--text);
}

[hidden] {
  display: none !important;
}

button,
select,
input {
  min-height: 2rem;
  padding: 0.25rem 0.6rem;
  border: 1px solid var(--line);
  border-radius: 0.25rem;
  background: var(--raised);
  color: inherit;
  font: inherit;
}

button {
  cursor: pointer;
}

button:disabled {
  cursor: default;
  opacity: 0.55;
}

:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}

kbd {
  padding: 0 0.35em;
  border: 1px solid var(--line);
  border-radius: 0.2rem;
  background: var(--raised);
  font:
    0.85em ui-monospace,
    monospace;
}
`;
