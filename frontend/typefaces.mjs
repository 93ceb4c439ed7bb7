// Lays the typefaces of printed documents beside the templates: whole families in one file, as a typesetter wants them.
// Pages are served their own smaller files; nobody downloads these.
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { basename } from "node:path";

const folder = new URL("../opencity/documents/typefaces/", import.meta.url);
const files = [
  "arsenal/Arsenal_700Bold.ttf",
  "commissioner/400Regular/Commissioner_400Regular.ttf",
  "commissioner/600SemiBold/Commissioner_600SemiBold.ttf",
  "commissioner/LICENSE_FONT",
  "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const file of files) {
  copyFileSync(new URL(`node_modules/@expo-google-fonts/${file}`, import.meta.url), new URL(basename(file), folder));
}
