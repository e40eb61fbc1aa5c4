import {mkdir, writeFile} from 'node:fs/promises';
import {crc32, deflateSync} from 'node:zlib';

// Draws Icicle's mark, as an SVG and as the PNGs that systems ask for: `npm run icons`.
// Places are in a square of 28, as in the header of the page.

interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly color: string;
}

const ground: Bar = {x: 0, y: 0, width: 28, height: 28, radius: 7, color: '#1a1f27'};
const bars: readonly Bar[] = [
  {x: 5, y: 6, width: 18, height: 4, radius: 1.2, color: '#7fa3cf'},
  {x: 5, y: 12, width: 12, height: 4, radius: 1.2, color: '#f4a63a'},
  {x: 18, y: 12, width: 5, height: 4, radius: 1.2, color: '#4f9d8d'},
  {x: 5, y: 18, width: 7, height: 4, radius: 1.2, color: '#f4a63a'},
];

const folder = new URL('../../public/icons/', import.meta.url);
await mkdir(folder, {recursive: true});
await writeFile(new URL('icicle.svg', folder), svg([ground, ...bars]));
await writeFile(new URL('icicle-180.png', folder), png(180, [{...ground, radius: 0}, ...bars]));
await writeFile(new URL('icicle-192.png', folder), png(192, [ground, ...bars]));
await writeFile(new URL('icicle-512.png', folder), png(512, [ground, ...bars]));
// A mask may cut away all but the middle 80 %.
await writeFile(new URL('icicle-maskable-512.png', folder), png(512, [{...ground, radius: 0}, ...bars.map((bar) => inner(bar, 0.72))]));

function inner(bar: Bar, scale: number): Bar {
  const place = (at: number) => 14 + (at - 14) * scale;
  return {...bar, x: place(bar.x), y: place(bar.y), width: bar.width * scale, height: bar.height * scale, radius: bar.radius * scale};
}

function svg(shown: readonly Bar[]): string {
  const rects = shown.map((bar) => `  <rect x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" rx="${bar.radius}" fill="${bar.color}"/>\n`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28">\n${rects.join('')}</svg>\n`;
}

/** A square RGBA picture, each pixel the mean of 16 looks. */
function png(size: number, shown: readonly Bar[]): Uint8Array {
  const looks = 4;
  const rows = new Uint8Array(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0, 0];
      for (let look = 0; look < looks * looks; look++) {
        const atX = (x + ((look % looks) + 0.5) / looks) * 28 / size;
        const atY = (y + (Math.floor(look / looks) + 0.5) / looks) * 28 / size;
        const bar = shown.findLast((candidate) => covers(candidate, atX, atY));
        if (bar === undefined) continue;
        for (let channel = 0; channel < 3; channel++) sum[channel]! += parseInt(bar.color.slice(1 + channel * 2, 3 + channel * 2), 16);
        sum[3]!++;
      }
      const at = y * (size * 4 + 1) + 1 + x * 4;
      const seen = sum[3]!;
      for (let channel = 0; channel < 3; channel++) rows[at + channel] = seen === 0 ? 0 : Math.round(sum[channel]! / seen);
      rows[at + 3] = Math.round(seen * 255 / (looks * looks));
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size);
  view.setUint32(4, size);
  header.set([8, 6], 8);
  return Buffer.concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, {level: 9})),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function covers({x, y, width, height, radius}: Bar, atX: number, atY: number): boolean {
  if (atX < x || atY < y || atX > x + width || atY > y + height) return false;
  const deepX = Math.min(atX - x, x + width - atX);
  const deepY = Math.min(atY - y, y + height - atY);
  return deepX >= radius || deepY >= radius || Math.hypot(radius - deepX, radius - deepY) <= radius;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}
