// Whose pages this browser keeps. Cases on a phone are for one person: another's are forgotten at the first page.

export const STREET_CACHE = "opencity-street:";

/** The mark of the signed-in person; empty where a page does not tell it. */
export const whose = () => document.body.dataset.by ?? "";

/** Kept cases of somebody else, or of a day that is over, are forgotten. What waits to be sent is not touched. */
export async function forgetOthers(): Promise<void> {
  const by = whose();
  if (!by || !("caches" in window)) return;
  for (const name of await caches.keys()) {
    if (!name.startsWith(STREET_CACHE)) continue;
    const [, its, until] = name.split(":");
    if (its !== by || Number(until) < Date.now()) await caches.delete(name);
  }
}
