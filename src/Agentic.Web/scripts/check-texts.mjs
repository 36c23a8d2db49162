// Every text that a person reads stands in the language files: the same keys in both languages, no words in the code,
// and no key that is missing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const problems = [];
const flatten = (node, path = '') =>
  Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' && !Array.isArray(value) ? flatten(value, `${path}${key}.`) : [`${path}${key}`],
  );
const read = (name) => flatten(JSON.parse(readFileSync(`src/texts/${name}.json`, 'utf8')));
const known = {};
for (const part of ['customer', 'staff']) {
  const [de, en] = [read(`${part}.de`), read(`${part}.en`)];
  de.filter((key) => !en.includes(key)).forEach((key) => problems.push(`${part}.en.json lacks ${key}`));
  en.filter((key) => !de.includes(key)).forEach((key) => problems.push(`${part}.de.json lacks ${key}`));
  known[part] = new Set(de);
}
const files = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
for (const file of files('src').filter((name) => /\.tsx?$/.test(name))) {
  const code = readFileSync(file, 'utf8');
  // Words between tags, and in attributes that people read or hear.
  for (const [, text] of code.matchAll(/>\s*([^<>{}\n]*[A-Za-zÄÖÜäöü]{3,}[^<>{}\n]*)\s*<\//g)) {
    if (!/[=;()&|]/.test(text) && !['Agentic', 'Esc'].includes(text.trim()))
      problems.push(`${file}: words in the code: ${text.trim()}`);
  }
  for (const [, attribute, text] of code.matchAll(
    /\b(aria-label|label|title|placeholder|description|alt)="([^"]*[A-Za-z]{3,}[^"]*)"/g,
  ))
    problems.push(`${file}: words in the code: ${attribute}="${text}"`);
  const keys =
    code.includes("useTranslation('staff')") || file.includes('Evidence') ? known.staff : known.customer;
  for (const [, key] of code.matchAll(/\bt\(\s*'([A-Za-z.]+)'/g))
    if (!keys.has(key) && !known.staff.has(key) && !known.customer.has(key))
      problems.push(`${file}: no text ${key}`);
}
if (problems.length > 0) {
  console.error(`Agentic.Web: ${problems.length} texts are wrong:\n  ${problems.join('\n  ')}`);
  process.exit(1);
}
