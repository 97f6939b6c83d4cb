// What every spec starts from: a relay of its own, and as many devices as it asks for.
import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { Device } from '../pages/device.ts';
import { Relay } from './relay.mjs';

export { expect };

type NewDevice = (options?: BrowserContextOptions) => Promise<Device>;

type Fixtures = {
  /** Serves the app; empty at first, and of this test only. */
  relay: Relay;
  /** Takes a new device out of its box: a browser context with nothing stored. */
  newDevice: NewDevice;
  /** The device of a test that needs only one. */
  device: Device;
};

export const test = base.extend<Fixtures>({
  relay: async ({}, use) => {
    const relay = await Relay.start();
    await use(relay);
    await relay.dispose();
  },
  newDevice: async ({ relay, browser, contextOptions, viewport, locale, timezoneId }, use, testInfo) => {
    const devices: Device[] = [];
    await use(async (options = {}) => {
      const shared = { ...contextOptions, viewport, locale, timezoneId, baseURL: relay.url };
      const context = await browser.newContext({ ...shared, ...options });
      const device = new Device(context);
      devices.push(device);
      return device;
    });
    if (testInfo.status !== testInfo.expectedStatus) {
      const wires = devices.map((device, idx) => `device ${idx + 1}\n${device.wire.join('\n')}`);
      await testInfo.attach('wire', { body: [...wires, `relay\n${relay.log}`].join('\n\n'), contentType: 'text/plain' });
    }
    for (const device of devices) await device.context.close();
    // A panic or an uncaught error fails the test that met it, wherever it happened.
    expect(devices.flatMap((device) => device.faults)).toEqual([]);
  },
  device: async ({ newDevice }, use) => {
    await use(await newDevice());
  },
});

/** Where a page is, without the relay's address. */
export function addressOf(page: Page): string {
  const url = new URL(page.url());
  return url.pathname + url.search + url.hash;
}
