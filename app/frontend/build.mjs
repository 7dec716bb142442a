// Makes app/static/built from what lies here: one script, one style sheet, one sheet of icons.
// Their names carry a hash of what they hold, so that browsers may keep them for ever.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const BUILT = new URL("../static/built/", import.meta.url);
const ICONS = new URL("./node_modules/lucide-static/icons/", import.meta.url);

async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  return Buffer.from(outputFiles[0].contents);
}

async function icons() {
  const names = JSON.parse(await readFile(new URL("./icons.json", import.meta.url)));
  const symbols = await Promise.all(names.map(async (name) => {
    const drawing = await readFile(new URL(`${name}.svg`, ICONS), "utf8");
    const inside = drawing.match(/<svg[^>]*>(.*)<\/svg>/s)[1].replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inside}</symbol>`;
  }));
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function store(name, content) {
  const [stem, ending] = name.split(".");
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const stored = `${stem}-${hash}.${ending}`;
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  await Promise.all([
    writeFile(new URL(stored, BUILT), content),
    writeFile(new URL(`${stored}.br`, BUILT), brotliCompressSync(content, best)),
    writeFile(new URL(`${stored}.gz`, BUILT), gzipSync(content, { level: 9 })),
  ]);
  return [name, stored];
}

const made = { "pages.js": bundled("js/pages.js"), "pages.css": bundled("css/pages.css"), "icons.svg": icons() };
const contents = await Promise.all(Object.values(made));
await rm(BUILT, { recursive: true, force: true });
await mkdir(BUILT, { recursive: true });
const stored = await Promise.all(Object.keys(made).map((name, at) => store(name, contents[at])));
// Last: where it is there, all of it is.
await writeFile(new URL("manifest.json", BUILT), JSON.stringify(Object.fromEntries(stored), null, 2));
