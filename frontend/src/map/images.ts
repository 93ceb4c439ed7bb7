// Pins and rings, drawn when the map first asks for them and kept by the map afterwards.
import type { Map as MapLibre } from "maplibre-gl";

import type { Palette } from "./palette";

const SHARP = 2;
const RADII: Record<string, number> = { s: 20, m: 25, l: 31, x: 37 };
const RING = 6;
const DROP = "M0 0C-9-9-16-17-16-26a16 16 0 0 1 32 0C16-17 9-9 0 0z";

export class Images {
  private readonly icons = new Map<string, Promise<HTMLImageElement | null>>();
  private sprite: Promise<Document> | null = null;

  constructor(
    private readonly map: MapLibre,
    private readonly palette: () => Palette,
    private readonly spriteUrl: string,
    /** Which of the sprite's icons a sphere is drawn with. */
    private readonly spheres: Record<string, string>,
  ) {
    map.setMissingStyleImageResolver((id) => this.add(id));
  }

  private async add(id: string): Promise<void> {
    const [kind, , ...rest] = id.split("|");
    if (kind === "ring") this.put(id, ring(rest, this.palette()));
    if (kind === "pin") await this.addPin(id, rest[0] ?? "open", rest[1] ?? "");
  }

  private async addPin(id: string, group: string, sphere: string): Promise<void> {
    const palette = this.palette();
    const sign = await this.sign(this.spheres[sphere] ?? sphere, glyphColour(group, palette)).catch(() => null);
    this.put(id, pin(group, palette, sign));
  }

  private put(id: string, drawn: ImageData): void {
    if (!this.map.hasImage(id)) this.map.addImage(id, drawn, { pixelRatio: SHARP });
  }

  private sign(name: string, colour: string): Promise<HTMLImageElement | null> {
    const key = `${name}|${colour}`;
    const known = this.icons.get(key) ?? this.draw(name, colour);
    this.icons.set(key, known);
    return known;
  }

  private async draw(name: string, colour: string): Promise<HTMLImageElement | null> {
    if (!name || !this.spriteUrl) return null;
    this.sprite ??= fetch(this.spriteUrl)
      .then((answer) => answer.text())
      .then((text) => new DOMParser().parseFromString(text, "image/svg+xml"));
    const symbol = (await this.sprite).getElementById(`i-${name}`);
    if (!symbol) return null;
    const pen = `fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"`;
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24" ${pen}>${symbol.innerHTML}</svg>`)}`;
    await image.decode();
    return image;
  }
}

function canvas(width: number, height: number): CanvasRenderingContext2D {
  const sheet = document.createElement("canvas");
  sheet.width = width * SHARP;
  sheet.height = height * SHARP;
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("This browser draws no canvas");
  pen.scale(SHARP, SHARP);
  return pen;
}

function read(pen: CanvasRenderingContext2D): ImageData {
  return pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
}

function ring([size = "s", ...shares]: string[], palette: Palette): ImageData {
  const radius = RADII[size] ?? 20;
  const side = (radius + 4) * 2;
  const pen = canvas(side, side);
  pen.translate(side / 2, side / 2);
  pen.beginPath();
  pen.arc(0, 0, radius + 2.5, 0, Math.PI * 2);
  pen.fillStyle = palette.card;
  pen.fill();
  const colours = [palette.ink, palette.river, palette.sun, palette.verified, palette.quiet];
  const parts = shares.map(Number);
  const whole = parts.reduce((sum, part) => sum + part, 0) || 1;
  const gap = parts.filter((part) => part > 0).length > 1 ? 0.07 : 0;
  let angle = -Math.PI / 2;
  parts.forEach((part, index) => {
    const turn = (part / whole) * Math.PI * 2;
    if (part > 0) {
      pen.beginPath();
      pen.arc(0, 0, radius - RING / 2, angle + gap, angle + turn - gap);
      pen.lineWidth = RING;
      pen.strokeStyle = colours[index] ?? palette.quiet;
      pen.stroke();
    }
    angle += turn;
  });
  return read(pen);
}

function pin(group: string, palette: Palette, sign: HTMLImageElement | null): ImageData {
  const pen = canvas(38, 48);
  pen.translate(19, 46);
  pen.save();
  pen.scale(1, 0.34);
  pen.beginPath();
  pen.arc(3, -2, 8, 0, Math.PI * 2);
  pen.fillStyle = "rgb(20 35 42 / .22)";
  pen.fill();
  pen.restore();
  const drop = new Path2D(DROP);
  pen.fillStyle = { doing: palette.river, claimed: palette.sun, verified: palette.verified, quiet: palette.quiet }[group] ?? palette.card;
  pen.fill(drop);
  pen.lineWidth = 2.5;
  pen.strokeStyle = group === "open" ? palette.ink : palette.card;
  pen.stroke(drop);
  if (sign) pen.drawImage(sign, -9.5, -35.5, 19, 19);
  else dot(pen, glyphColour(group, palette));
  return read(pen);
}

function dot(pen: CanvasRenderingContext2D, colour: string): void {
  pen.beginPath();
  pen.arc(0, -26, 4, 0, Math.PI * 2);
  pen.fillStyle = colour;
  pen.fill();
}

function glyphColour(group: string, palette: Palette): string {
  if (group === "open") return palette.ink;
  return group === "claimed" ? palette["on-sun"] : palette["pin-glyph"];
}
