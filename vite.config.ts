import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What pages may ask for by name; each is built once its file exists. */
const entries = [
  "frontend/design/site.ts",
  "frontend/planner/main.ts",
  "frontend/room/main.tsx",
  "frontend/screen/main.tsx",
].filter((path) => existsSync(here(path)));

/** Lays a compressed twin beside each file; WhiteNoise hands it to every browser that takes it. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((one) => /\.(js|css|svg)$/.test(one))) {
        const path = join(dir, name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  // WhiteNoise serves the folder under Django's static address; django-vite reads the manifest.
  base: "/static/build/",
  publicDir: false,
  resolve: { alias: { "@folkmoot": here("./frontend"), "@practices": here("./folkmoot/practices") } },
  build: {
    outDir: here("./folkmoot/static/build"),
    emptyOutDir: true,
    manifest: true,
    // The oldest telephones that are promised: iOS 15.6, and Android 9 with Chrome 100.
    target: ["chrome100", "safari15.6"],
    // A strict content-security policy forbids data: addresses for fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    rollupOptions: { input: entries },
  },
  test: {
    environment: "jsdom",
    include: ["frontend/**/*.test.{ts,tsx}", "folkmoot/practices/**/*.test.{ts,tsx}"],
  },
});
