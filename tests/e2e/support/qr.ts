// Reads a QR code of the app as a camera would, from the squares that it draws.
import type { Locator } from '@playwright/test';
import library from 'jsqr';

/** Pixels of one module. */
const SCALE = 4;

/** The text of a code; `undefined` when no camera would read it. */
export async function readCode(code: Locator): Promise<string | undefined> {
  const modules = Number((await code.getAttribute('viewBox'))?.split(' ')[2]);
  const path = (await code.locator('path').getAttribute('d')) ?? '';
  const side = modules * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, n] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/gu)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row += 1) {
      for (let column = Number(x) * SCALE; column < (Number(x) + Number(n)) * SCALE; column += 1) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return library.default(pixels, side, side)?.data;
}
