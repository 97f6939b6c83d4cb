import { defineConfig } from '@playwright/test';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from './support/relay.mjs';

// No retry: a test that passes only when repeated is a bug. Each test has a relay of its
// own, so they may run side by side.
export default defineConfig({
  testDir: 'specs',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    // An element that never comes is a failure of its own, not one of the whole test.
    actionTimeout: 30_000,
    viewport: { width: 820, height: 1180 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS },
  },
});
