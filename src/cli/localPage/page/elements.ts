/** The element of the page with this id. */
export function element<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${type.name} called ${id}.`);
}

/** Puts options into a list, the first ones removed. */
export function fillSelect(
  select: HTMLSelectElement,
  options: readonly { readonly value: string; readonly label: string }[],
  chosen: string,
): void {
  const nodes = options.map(
    ({ value, label }) => new Option(label, value, false, value === chosen),
  );
  select.replaceChildren(...nodes);
}

/**
 * Writes text only where it changes: writing lays the page out anew, and what a reader has marked would be
 * lost.
 */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
