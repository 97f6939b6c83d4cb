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
  /** What chosen files would bring, before anything changes. */
  readonly preview: Locator;
  readonly mergeNow: Locator;
  readonly changeNothing: Locator;
  /** What came in since the last visit. */
  readonly since: Locator;
  readonly seen: Locator;

  constructor(readonly page: Page) {
    const main = page.getByRole('main');
    this.fingerprint = main.getByText(/^\d{3} \d{3} \d{3} \d{3}$/);
    this.export = main.getByRole('button', { name: 'Enregistrer un fichier' });
    this.file = main.getByLabel('Fusionner depuis un fichier');
    const files = main.getByRole('region', { name: 'Réunir deux tablettes sans réseau' });
    this.outcome = files.getByRole('status');
    this.preview = files.getByRole('region', { name: /^Ces? .*apporte/ });
    this.mergeNow = this.preview.getByRole('button', { name: 'Fusionner' });
    this.changeNothing = this.preview.getByRole('button', { name: 'Ne rien changer' });
    this.since = main.getByRole('region', { name: 'Depuis votre dernière visite' });
    this.seen = this.since.getByRole('button', { name: 'J’ai vu' });
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

  /** Chooses files, as a person does, and waits for what they would bring, or for a refusal. */
  async choose(...files: ChosenFile[]): Promise<void> {
    await this.file.setInputFiles(
      files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })),
    );
    await expect(this.mergeNow.or(this.outcome.getByText(/./).first())).toBeVisible();
  }

  /** Says yes to what was chosen, if there is a question, and gives the sentence that answers. */
  async agree(): Promise<string> {
    await expect(this.mergeNow.or(this.outcome.getByText(/./).first())).toBeVisible();
    if (await this.mergeNow.isVisible()) await this.mergeNow.click();
    await expect(this.outcome).not.toBeEmpty();
    return (await this.outcome.innerText()).trim();
  }

  /** Merges a file and gives the sentence that answers. */
  async mergeFile(file: ChosenFile): Promise<string> {
    await this.choose(file);
    return this.agree();
  }
}
