import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

import { favicon, sprite } from "./sprite.mjs";

/** The drawings get hashed names and stand in the manifest like everything else. */
function drawings(): Plugin {
  return {
    name: "opencity-drawings",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source: sprite() });
      this.emitFile({ type: "asset", name: "mark.svg", originalFileName: "mark.svg", source: favicon() });
    },
  };
}

/** htmx can evaluate text as code; our pages forbid it, and without the call the bundler can shorten the rest. */
function withoutEval(): Plugin {
  const call = "return eval(str)";
  return {
    name: "opencity-without-eval",
    transform(code, id) {
      if (!id.includes("htmx.esm.js")) return undefined;
      if (!code.includes(call)) throw new Error("htmx no longer holds the call this plugin takes out: look again");
      return { code: code.replace(call, "return undefined"), map: null };
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [tailwindcss(), drawings(), withoutEval()],
  publicDir: false,
  build: {
    outDir: "../opencity/web/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
    rollupOptions: {
      input: ["src/app.ts", "src/report.ts", "src/map.ts", "src/places.ts", "src/arrivals.ts", "src/desk.ts", "src/street.ts", "src/sw.ts", "src/styles/app.css"],
      // The service worker keeps its name: a browser asks for it at the same address for ever.
      output: { entryFileNames: (one) => (one.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
});
