// The few things all modules need of a page.

const known = new WeakMap<Element, Set<string>>();

/** Calls `once` for each element that matches, and never twice for the same element and selector. */
export function each<E extends HTMLElement>(root: ParentNode, selector: string, once: (element: E) => void): void {
  root.querySelectorAll<E>(selector).forEach((element) => {
    const done = known.get(element) ?? new Set<string>();
    if (done.has(selector)) return;
    known.set(element, done.add(selector));
    once(element);
  });
}

/** A text the server wrote into a data attribute, in the reader's language. */
export function said(element: HTMLElement, name: string): string {
  return element.dataset[name] ?? "";
}

/** Writes into a live region: found by selector near the element, else anywhere on the page. */
export function tell(selector: string, words: string): void {
  const region = document.querySelector<HTMLElement>(selector);
  if (region) region.textContent = words;
}

/** The last of many calls, after a pause. */
export function settled<A extends unknown[]>(wait: number, act: (...given: A) => void): (...given: A) => void {
  let timer = 0;
  return (...given) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => act(...given), wait);
  };
}

/** A request as our forms make it: same origin, marked as a fragment, with the form's own token. */
export async function ask(url: string, body?: FormData, signal?: AbortSignal): Promise<string> {
  const token = body?.get("csrfmiddlewaretoken");
  const answer = await fetch(url, {
    method: body ? "POST" : "GET",
    body: body ?? null,
    credentials: "same-origin",
    signal: signal ?? null,
    headers: { "HX-Request": "true", ...(typeof token === "string" ? { "X-CSRFToken": token } : {}) },
  });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

/** Puts a fragment of our own server into the page. Scripts in it do not run. */
export function fill(target: Element, html: string): void {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  target.replaceChildren(holder.content);
  target.dispatchEvent(new CustomEvent("opencity:filled", { bubbles: true }));
}
