// `node tests/qpdf.mjs <file>`: what `qpdf --check` says of a PDF, and its exit code: 0 sound, 2 broken, 3 to be doubted.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const createModule = require("@neslinesli93/qpdf-wasm");
const wasmBinary = readFileSync(require.resolve("@neslinesli93/qpdf-wasm/dist/qpdf.wasm"));
const qpdf = await createModule({ wasmBinary, noInitialRun: true });
qpdf.FS.writeFile("/paper.pdf", readFileSync(process.argv[2]));
process.exitCode = qpdf.callMain(["--check", "/paper.pdf"]);
