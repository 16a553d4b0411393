// Parses the diagrams in the files that are given, and prints a line for each: `ok`, or what the
// parser says. Exit status 3: there is no mermaid (npm ci in this folder installs it).
import { readFileSync } from 'node:fs';

let mermaid;
try {
  // The grammar asks for a purifier of HTML, which asks for a browser. A parse needs neither.
  const { default: purifier } = await import('dompurify');
  purifier.addHook ??= () => {};
  purifier.sanitize ??= (text) => text;
  ({ default: mermaid } = await import('mermaid'));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.exit(3);
}

for (const file of process.argv.slice(2)) {
  try {
    await mermaid.parse(readFileSync(file, 'utf8'));
    console.log('ok');
  } catch (error) {
    console.log(error.message.split('\n').slice(0, 3).join(' / '));
  }
}
