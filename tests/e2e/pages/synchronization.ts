import { expect, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

/** A file as a person would choose it. */
export type ChosenFile = { name: string; bytes: Uint8Array };

/** Synchronisation: fingerprint, export, merge. */
export class SynchronizationPage {
  readonly fingerprint: Locator;
  readonly export: Locator;
  readonly file: Locator;
  readonly outcome: Locator;

  constructor(readonly page: Page) {
    const main = page.getByRole('main');
    this.fingerprint = main.getByText(/^\d{3} \d{3} \d{3} \d{3}$/);
    this.export = main.getByRole('button', { name: 'Enregistrer un fichier' });
    this.file = main.getByLabel('Fusionner depuis un fichier');
    this.outcome = main.getByRole('region', { name: 'Réunir deux tablettes sans réseau' }).getByRole('status');
  }

  async open(): Promise<void> {
    await this.page.goto('/synchronisation');
    await expect(this.fingerprint).toBeVisible();
  }

  async readFingerprint(): Promise<string> {
    return (await this.fingerprint.innerText()).trim();
  }

  async exportFile(): Promise<ChosenFile> {
    const downloading = this.page.waitForEvent('download');
    await this.export.click();
    const download = await downloading;
    return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) };
  }

  /** Merges a file and gives the sentence that answers. */
  async mergeFile(file: ChosenFile): Promise<string> {
    await this.file.setInputFiles({
      name: file.name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(file.bytes),
    });
    await expect(this.outcome).not.toBeEmpty();
    return (await this.outcome.innerText()).trim();
  }
}
