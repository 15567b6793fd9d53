// Copies exactly the files the pages need from node_modules to static/vendor, which is not in version control.
// Run by `make` after `npm ci`. A missing file stops it: better here than as a page without style.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'static', 'vendor');

const files = [
  ['leaflet/dist/leaflet.css', 'leaflet/leaflet.css'],
  ['leaflet/dist/leaflet.js', 'leaflet/leaflet.js'],
  ['leaflet/dist/images', 'leaflet/images'],
  ['leaflet/LICENSE', 'leaflet/LICENSE'],
  ['echarts/dist/echarts.min.js', 'echarts/echarts.min.js'], // the smallest ready-made build with a Sankey
  ['echarts/LICENSE', 'echarts/LICENSE'],
  ['echarts/NOTICE', 'echarts/NOTICE'],
  ['@utrecht/component-library-css/dist/index.css', 'utrecht/index.css'],
  ['@utrecht/component-library-css/LICENSE.md', 'utrecht/LICENSE.md'],
  ['@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css', 'voorbeeld/theme.css'],
  ['@fontsource/ibm-plex-sans/LICENSE', 'ibm-plex-sans/LICENSE'],
];
for (const weight of [400, 500, 600, 700]) {
  for (const subset of ['latin', 'latin-ext']) {
    const name = `ibm-plex-sans-${subset}-${weight}-normal.woff2`;
    files.push([`@fontsource/ibm-plex-sans/files/${name}`, `ibm-plex-sans/${name}`]);
  }
}
// For PDF documents: typst reads TrueType, browsers read WOFF2.
files.push(['@expo-google-fonts/ibm-plex-sans/LICENSE_FONT', 'ibm-plex-sans-ttf/LICENSE_FONT']);
for (const style of ['400Regular', '400Regular_Italic', '500Medium', '600SemiBold', '700Bold']) {
  const name = `IBMPlexSans_${style}.ttf`;
  files.push([`@expo-google-fonts/ibm-plex-sans/${style}/${name}`, `ibm-plex-sans-ttf/${name}`]);
}

rmSync(target, { recursive: true, force: true });
for (const [from, to] of files) {
  const destination = join(target, to);
  mkdirSync(dirname(destination), { recursive: true });
  cpSync(join(root, 'node_modules', from), destination, { recursive: true });
  if (/\.(js|css)$/.test(to)) {
    // A source map we do not ship must not be named: the manifest of static files follows every reference.
    const text = readFileSync(destination, 'utf8');
    const without = text.replace(/^\/[/*]# sourceMappingURL=.*$/gm, '');
    if (without !== text) writeFileSync(destination, without);
  }
}
console.log(`${files.length} bestanden gekopieerd naar static/vendor`);
