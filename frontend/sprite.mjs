// One SVG with everything drawn in one colour: Lucide's icons by name, and our own signs.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LUCIDE = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");
const PACKS = join(dirname(fileURLToPath(import.meta.url)), "../opencity/catalogue/packs");

const ICONS = {
  acts: `arrow-left arrow-right arrow-down arrow-up camera check chevron-down chevron-right chevrons-left-right copy download
    external-link funnel image link list locate locate-fixed log-in log-out map menu minus pencil plus printer rotate-ccw
    save search send settings share-2 sliders-horizontal trash-2 undo-2 upload x`,
  telling: `bell bell-off hand-coins package stamp truck bookmark calendar-days circle-alert circle-check circle-dashed circle-help circle-pause circle-x
    clock clock-alert cloud-off eye eye-off file-text flag hand-helping hash history info key-round languages library lock
    lock-open mail mail-warning map-pin map-pin-off merge message-circle message-square phone qr-code quote repeat rss
    shield-alert shield-check split star ticket hand-heart triangle-alert user-check user-round users-round wifi-off`,
  spheres: `accessibility baby bike brick-wall briefcase building-2 bus car circle-dot construction cross dog door-open
    droplets factory fence flame footprints hammer heart-handshake house lamp landmark leaf lightbulb megaphone park paw-print
    plug-zap recycle road school shield snowflake sprout store thermometer toilet traffic-cone tram-front trash
    tree-deciduous trees umbrella utility-pole volume-2 waves wifi wrench zap`,
};

const RING = '<circle cx="10" cy="10" r="7.8" fill="none" stroke="currentColor" stroke-width="2.4"/>';
const THIN = '<circle cx="10" cy="10" r="7.8" fill="none" stroke="currentColor" stroke-width="2.2"';
const DOOR = '<path d="M19 43.5H9.5a5 5 0 0 1-5-5v-29a5 5 0 0 1 5-5h29a5 5 0 0 1 5 5v34M19 43.5V18" fill="none" stroke="currentColor" stroke-width="5" stroke-linecap="round"/>';
const MARK = '<path d="M19 43.5V18.5a25 25 0 0 1 25 25z" fill="#F6B92C"/>' + DOOR;

/** id: [view box, drawing]. `--gap` is the ground that shows through a solid glyph. */
const SIGNS = {
  "st-open": ["0 0 20 20", RING],
  "st-owned": ["0 0 20 20", RING + '<path d="M10 10V4a6 6 0 0 1 6 6z" fill="currentColor"/>'],
  "st-joint": ["0 0 20 20", RING + '<path d="M10 4a6 6 0 0 1 0 12z" fill="currentColor"/>'],
  "st-progress": ["0 0 20 20", RING + '<path d="M10 10V4a6 6 0 1 1-6 6z" fill="currentColor"/>'],
  "st-claimed": ["0 0 20 20", '<circle cx="10" cy="10" r="9" fill="#F6B92C" stroke="#14232A" stroke-width="1.6"/><path d="M7.6 7.7c.3-1.5 1.3-2.2 2.5-2.2 1.4 0 2.5.9 2.5 2.2 0 1.9-2.5 2-2.5 3.9" fill="none" stroke="#14232A" stroke-width="2" stroke-linecap="round"/><circle cx="10" cy="14.6" r="1.25" fill="#14232A"/>'],
  "st-verified": ["0 0 20 20", '<circle cx="10" cy="10" r="9" fill="currentColor"/><path d="m5.8 10.4 2.9 2.9 5.6-6.2" fill="none" stroke="var(--gap,#fff)" stroke-width="2.3" stroke-linecap="round" stroke-linejoin="round"/>'],
  "st-unverified": ["0 0 20 20", THIN + ' stroke-dasharray="3.2 2.9"/><path d="M6.5 10h7" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>'],
  "st-blocked": ["0 0 20 20", '<path d="M6.3 1.5h7.4l4.8 4.8v7.4l-4.8 4.8H6.3l-4.8-4.8V6.3z" fill="currentColor"/><path d="M6 10h8" stroke="var(--gap,#fff)" stroke-width="2.6" stroke-linecap="round"/>'],
  "st-quiet": ["0 0 20 20", THIN + '/><path d="m5 15 10-10" stroke="currentColor" stroke-width="2.2"/>'],
  "st-held": ["0 0 20 20", THIN + ' stroke-dasharray="3.2 2.9"/>'],
  "st-late": ["0 0 20 20", RING + '<path d="M10 5.8V10l2.8 1.8" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>'],
  "sec-civil": ["0 0 20 20", '<circle cx="10" cy="10" r="8.6"/>'],
  "sec-authority": ["0 0 20 20", '<rect x="2" y="2" width="16" height="16" rx="2"/>'],
  "sec-business": ["0 0 20 20", '<path d="M10 .6 19.4 10 10 19.4.6 10z"/>'],
  "sec-library": ["0 0 20 20", '<path d="M2 3.4c3.2-.9 5.8.2 8 2 2.2-1.8 4.8-2.9 8-2v12.8c-3.2-.8-5.8.1-8 1.9-2.2-1.8-4.8-2.7-8-1.9z"/>'],
  mark: ["0 0 48 48", MARK],
};

function lucide(name) {
  const drawn = readFileSync(join(LUCIDE, `${name}.svg`), "utf8");
  const inside = drawn.slice(drawn.indexOf(">", drawn.indexOf("<svg")) + 1, drawn.lastIndexOf("</svg>"));
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>")}</symbol>`;
}

/** What the categories of our packs are drawn with. */
function iconsOfPacks() {
  const packs = readdirSync(PACKS).filter((name) => name.endsWith(".json"));
  return packs.flatMap((name) => [...readFileSync(join(PACKS, name), "utf8").matchAll(/"icon":\s*"([\w-]+)"/g)].map(([, icon]) => icon));
}

export function sprite() {
  const listed = Object.values(ICONS).flatMap((group) => group.trim().split(/\s+/));
  const names = [...new Set([...listed, ...iconsOfPacks()])].sort();
  const signs = Object.entries(SIGNS).map(([id, [box, drawing]]) => `<symbol id="${id}" viewBox="${box}">${drawing}</symbol>`);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg"><!-- i-*: Lucide, ISC licence -->',
    ...signs,
    ...names.map(lucide),
    "</svg>\n",
  ].join("\n");
}

export function favicon() {
  const ink = "<style>path{color:#14232A}@media(prefers-color-scheme:dark){path{color:#EEF0EA}}</style>";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">${ink}${MARK}</svg>\n`;
}
