// The map's colours are the page's colours, read from the same CSS variables.

const NAMES = [
  "paper", "card", "ink", "line", "field", "river", "sun", "on-sun", "verified", "quiet", "brick",
  "land", "land2", "water", "road", "maptext", "pin-glyph",
] as const;

export type Palette = Record<(typeof NAMES)[number], string> & { theme: "light" | "dark" };

export function readPalette(): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const colours = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return { ...(Object.fromEntries(colours) as Record<(typeof NAMES)[number], string>), theme: theme() };
}

function theme(): "light" | "dark" {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Calls back whenever the colours of the page change. */
export function onPaletteChange(act: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
  new MutationObserver(act).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
