import { expect, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';

/** The update of the actions by spreadsheet. */
export class ActionSheet {
  readonly panel: Locator;
  readonly exportCsv: Locator;
  readonly exportWorkbook: Locator;
  readonly file: Locator;
  readonly told: Locator;
  readonly cancel: Locator;
  readonly apply: Locator;

  constructor(readonly page: Page) {
    this.panel = page.getByRole('region', { name: 'Mise à jour par tableur' });
    this.exportCsv = this.panel.getByRole('button', { name: 'Exporter (CSV)' });
    this.exportWorkbook = this.panel.getByRole('button', { name: 'Exporter (tableur XLSX)' });
    this.file = this.panel.getByLabel('Importer un tableur');
    this.told = this.panel.getByRole('status');
    this.cancel = this.panel.getByRole('button', { name: 'Annuler' });
    this.apply = this.panel.getByRole('button', { name: /^Appliquer / });
  }

  async open(): Promise<void> {
    await this.page.goto('/suivi');
    await expect(this.panel).toBeVisible();
  }

  /** Exports, and gives the name and the bytes of the file. */
  async export(button: Locator): Promise<{ name: string; bytes: Buffer }> {
    const downloading = this.page.waitForEvent('download');
    await button.click();
    const download = await downloading;
    await expect(this.told).toContainText('Le fichier est prêt.');
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  async import(name: string, content: string | Uint8Array): Promise<void> {
    const buffer = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);
    await this.file.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  }

  /** Actions of the preview, each with its lines. */
  async preview(): Promise<string[][]> {
    const changes = this.panel.getByRole('list').locator('> li');
    await expect(changes.first()).toBeVisible();
    const texts = await changes.allInnerTexts();
    return texts.map((text) => text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== ''));
  }

  /** What is wrong with the file. */
  async expectFaults(sentences: (string | RegExp)[]): Promise<void> {
    await expect(this.panel.getByRole('listitem')).toHaveText(sentences);
    await expect(this.told).toContainText('Rien n’a changé.');
    await expect(this.apply).toHaveCount(0);
  }
}
