// A camera that sees what is on another screen: a film made of the codes that it shows,
// and a browser whose camera plays the film.
import { chromium, type Browser, type Locator } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from './relay.mjs';

/** A code as rows of dark (true) and light modules, its margin included. */
type Code = boolean[][];

const WIDTH = 640;
const HEIGHT = 480;
/** Pictures of the film in a second. */
const PICTURES_PER_SECOND = 10;

/** A browser whose camera plays the film at `path`, which may be made later. */
export async function browserWithCamera(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...CHROMIUM_ARGUMENTS,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${path}`,
    ],
  });
}

/** Watches a canvas until it has shown so many different codes. */
export async function watchCodes(canvas: Locator, nCodes: number): Promise<Code[]> {
  return canvas.evaluate(async (element, n) => {
    const seen = new Map<string, boolean[][]>();
    const shown = element as HTMLCanvasElement;
    while (seen.size < n) {
      const { width, height } = shown;
      const pixels = shown.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      // Nothing is drawn yet where a pixel is transparent.
      const isDark = (at: number) => pixels[at] === 0 && pixels[at + 3] === 255;
      const rows = Array.from({ length: height }, (_, y) =>
        Array.from({ length: width }, (_, x) => isDark((y * width + x) * 4)),
      );
      if (rows.some((row) => row.some(Boolean))) seen.set(rows.flat().map(Number).join(''), rows);
      await new Promise((later) => setTimeout(later, 30));
    }
    return [...seen.values()];
  }, nCodes);
}

/** Writes a film of the codes, without every third one if some are to be missed. */
export async function film(path: string, codes: Code[], missesSome = false): Promise<void> {
  const kept = missesSome ? codes.filter((_, idx) => idx % 3 !== 2) : codes;
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${PICTURES_PER_SECOND}:1 Ip A1:1 C420jpeg\n`;
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const pictures = kept.flatMap((code) => [Buffer.from('FRAME\n'), picture(code), grey]);
  await writeFile(path, Buffer.concat([Buffer.from(head), ...pictures]));
}

/** The brightness of a picture with the code in its middle. */
function picture(code: Code): Buffer {
  const scale = Math.floor(HEIGHT / code.length);
  const side = scale * code.length;
  const [left, top] = [Math.floor((WIDTH - side) / 2), Math.floor((HEIGHT - side) / 2)];
  const luma = Buffer.alloc(WIDTH * HEIGHT, 180);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = code[Math.floor(y / scale)]?.[Math.floor(x / scale)];
      luma[(top + y) * WIDTH + left + x] = isDark ? 30 : 225;
    }
  }
  return luma;
}
