/**
 * Builds `newsroom/assets/editor.js`, the same in Brotli, `editor.css` and `editor.licences.txt`. The same sources give the
 * same bytes. With `--check` nothing is written: it fails if what is committed differs; of what is in Brotli what it says
 * counts, since another Node.js may pack it otherwise.
 */
import { readFile, readdir, writeFile, mkdir } from 'node:fs/promises';
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'terser';

/** Largest script as it goes over the wire (the Brotli made here), in bytes: the newsroom's budget. */
const BYTES_MAX = 90_000;
const LICENCES_ALLOWED = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];
const BROWSERS = ['chrome114', 'firefox121', 'safari17'];

const here = path.dirname(fileURLToPath(import.meta.url));
const assets = path.join(here, '..', 'assets');
const check = process.argv.includes('--check');

const common = { absWorkingDir: here, bundle: true, write: false, metafile: true, legalComments: 'none', charset: 'utf8', target: BROWSERS, logLevel: 'warning' };
const script = await build({ ...common, entryPoints: ['src/editor.js'], minifySyntax: true, format: 'iife', outfile: 'editor.js' });
const style = await build({ ...common, entryPoints: ['editor.css'], minify: true, outfile: 'editor.css' });

// Bundled by one, made small by the other: together they save two kilobytes over either alone.
const { code } = await minify(script.outputFiles[0].text, {
  ecma: 2020,
  compress: { passes: 3, toplevel: true, keep_fargs: false },
  mangle: { toplevel: true },
  format: { comments: false },
});

/** The packages that are in the script, with their licences. */
async function licences(inputs) {
  const names = new Set();
  for (const input of inputs) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) names.add(match[1]);
  }
  const parts = ['Other people’s code in editor.js, and the terms it is used on.\n'];
  for (const name of [...names].sort()) {
    const folder = path.join(here, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    if (!LICENCES_ALLOWED.includes(license)) throw new Error(`${name}: licence ${license} is not one an operator can keep`);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name}: no licence text`);
    const text = (await readFile(path.join(folder, file), 'utf8')).replace(/\r\n/g, '\n').trim();
    parts.push(`${'='.repeat(79)}\n${name} ${version} (${license})\n${'='.repeat(79)}\n\n${text}\n`);
  }
  return parts.join('\n');
}

const made = {
  'editor.js': `${code}\n`,
  'editor.css': style.outputFiles[0].text,
  'editor.licences.txt': await licences(Object.keys(script.metafile.inputs)),
};
/** The script as small as Brotli makes it: browsers that take it are sent these bytes. */
const packed = brotliCompressSync(made['editor.js'], {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(made['editor.js']) },
});
for (const [name, text] of Object.entries(made)) {
  console.log(`   ${name}: ${Buffer.byteLength(text)} bytes, ${gzipSync(text, { level: 9 }).length} gzip, ${brotliCompressSync(text).length} Brotli`);
}
if (packed.length > BYTES_MAX) {
  console.error(`editor.js is larger than ${BYTES_MAX} bytes (Brotli)`);
  process.exit(1);
}
await mkdir(assets, { recursive: true });
let stale = 0;
for (const [name, text] of Object.entries(made)) {
  const file = path.join(assets, name);
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) tell(name);
}
const file = path.join(assets, 'editor.js.br');
if (!check) await writeFile(file, packed);
else {
  const kept = await readFile(file).catch(() => Buffer.alloc(0));
  let says = '';
  try {
    says = brotliDecompressSync(kept).toString();
  } catch {
    // Not Brotli: not what the sources give.
  }
  if (says !== made['editor.js'] || kept.length > BYTES_MAX) tell('editor.js.br');
}
process.exit(stale ? 1 : 0);

function tell(name) {
  console.error(`newsroom/assets/${name} is not what newsroom/editor gives: run \`cargo xtask editor\` and commit it`);
  stale++;
}
