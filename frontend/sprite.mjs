// One SVG with everything drawn in one colour: Lucide's icons by name, and our own signs.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const LUCIDE = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");

const ICONS = {
  acts: `arrow-left arrow-right arrow-up arrow-down camera check chevron-down chevron-left chevron-right chevron-up
    chevrons-left-right copy download external-link filter funnel image link list locate-fixed log-in log-out menu minus
    pencil plus printer rotate-ccw save scissors search send settings share-2 sliders-horizontal trash-2 undo-2 upload x`,
  telling: `bell bell-off bell-ring bookmark calendar-days circle-alert circle-check circle-dashed circle-help circle-pause
    circle-x clock clock-alert cloud-off eye eye-off file-text flag gauge hand-helping hash history hourglass id-card info
    key-round languages library lock lock-open mail map map-pin map-pin-off merge message-circle message-square phone quote
    qr-code repeat rss scale shield-alert shield-check split star triangle-alert user-check user-round users-round wifi-off`,
  spheres: `accessibility armchair bath baby bike biohazard bomb brick-wall briefcase briefcase-business brush building
    building-2 bus car car-front cable chart-column circle-dot circle-parking cctv construction cross cctv dog door-open
    droplet droplets factory fence flame flashlight footprints fuel globe graduation-cap grid-2x2 hammer hand-heart handshake
    heart heart-handshake heart-pulse home hospital house house-wifi ice-cream-cone lamp landmark layers leaf lightbulb
    lightbulb-off megaphone milestone mountain-snow move-vertical paint-roller palette park paw-print pipette plug plug-zap
    plane puzzle radiation radio recycle road route school shield shovel shower-head siren snowflake sofa soup sprout stamp
    store tent thermometer thermometer-snowflake ticket toilet toy-brick traffic-cone train-front tram-front trash
    tree-deciduous tree-palm tree-pine trees triangle truck umbrella utility-pole volume-2 warehouse waves wheat wifi wind
    wrench zap`,
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
  "st-claimed": ["0 0 20 20", '<circle cx="10" cy="10" r="9" fill="#F6B92C" stroke="#14232A" stroke-width="1.6"/><path d="M7.6 7.7c.3-1.5 1.300-2.200 2.500-2.200 1.400 0 2.500.9 2.500 2.200 0 1.900-2.500 2-2.500 3.900" fill="none" stroke="#14232A" stroke-width="2" stroke-linecap="round"/><circle cx="10" cy="14.6" r="1.25" fill="#14232A"/>'],
  "st-verified": ["0 0 20 20", '<circle cx="10" cy="10" r="9" fill="currentColor"/><path d="m5.8 10.400 2.900 2.900 5.600-6.200" fill="none" stroke="var(--gap,#fff)" stroke-width="2.3" stroke-linecap="round" stroke-linejoin="round"/>'],
  "st-unverified": ["0 0 20 20", THIN + ' stroke-dasharray="3.2 2.9"/><path d="M6.5 10h7" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>'],
  "st-blocked": ["0 0 20 20", '<path d="M6.3 1.500h7.400l4.800 4.800v7.400l-4.800 4.800H6.300l-4.800-4.800V6.300z" fill="currentColor"/><path d="M6 10h8" stroke="var(--gap,#fff)" stroke-width="2.6" stroke-linecap="round"/>'],
  "st-quiet": ["0 0 20 20", THIN + '/><path d="m5 15 10-10" stroke="currentColor" stroke-width="2.2"/>'],
  "st-held": ["0 0 20 20", THIN + ' stroke-dasharray="3.2 2.9"/>'],
  "st-late": ["0 0 20 20", RING + '<path d="M10 5.800V10l2.800 1.800" fill="none" stroke="currentColor" stroke-width="2.200" stroke-linecap="round" stroke-linejoin="round"/>'],
  "sec-civil": ["0 0 20 20", '<circle cx="10" cy="10" r="8.6"/>'],
  "sec-authority": ["0 0 20 20", '<rect x="2" y="2" width="16" height="16" rx="2"/>'],
  "sec-business": ["0 0 20 20", '<path d="M10 .6 19.400 10 10 19.400.6 10z"/>'],
  "sec-library": ["0 0 20 20", '<path d="M2 3.400c3.200-.9 5.800.2 8 2 2.200-1.800 4.800-2.900 8-2v12.800c-3.200-.8-5.800.1-8 1.900-2.200-1.800-4.800-2.700-8-1.900z"/>'],
  mark: ["0 0 48 48", MARK],
};

function lucide(name) {
  const drawn = readFileSync(join(LUCIDE, `${name}.svg`), "utf8");
  const inside = drawn.slice(drawn.indexOf(">", drawn.indexOf("<svg")) + 1, drawn.lastIndexOf("</svg>"));
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>")}</symbol>`;
}

export function sprite() {
  const names = [...new Set(Object.values(ICONS).flatMap((group) => group.trim().split(/\s+/)))].sort();
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
