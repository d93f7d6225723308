/** Of all the small pages of our own; the web application brings its own. */
export const PAGE_STYLE = `:root {
  color-scheme: light dark;
  font: 16px/1.5 system-ui, sans-serif;
}
main {
  max-width: 36rem;
  margin: min(8vh, 4rem) auto;
  padding: 0 1rem;
}
p {
  overflow-wrap: anywhere;
}
label,
input,
button {
  display: block;
  font: inherit;
}
label {
  margin-bottom: 1rem;
}
input {
  width: 100%;
  box-sizing: border-box;
  padding: 0.4rem;
}
button {
  padding: 0.5rem 1rem;
}
textarea {
  width: 100%;
  box-sizing: border-box;
  font: inherit;
}
dl {
  display: grid;
  grid-template-columns: max-content 1fr;
  gap: 0.25rem 1rem;
}
dt {
  opacity: 0.7;
}
dd {
  margin: 0;
  overflow-wrap: anywhere;
}
pre {
  max-height: 50vh;
  overflow: auto;
  padding: 0.75rem;
  border: 1px solid GrayText;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.choices {
  display: flex;
  gap: 1rem;
}
[hidden] {
  display: none;
}
`;
