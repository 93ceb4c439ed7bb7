// Lays a gzip and a Brotli twin beside every built text file: the server sends them as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = new URL("../opencity/web/static/build/assets/", import.meta.url).pathname;
for (const name of readdirSync(folder)) {
  if (!/\.(css|js|mjs|svg)$/.test(name)) continue;
  const raw = readFileSync(join(folder, name));
  writeFileSync(join(folder, `${name}.gz`), gzipSync(raw, { level: 9 }));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  writeFileSync(join(folder, `${name}.br`), brotliCompressSync(raw, { params: quality }));
}
