import { expect, type Locator, type Page } from '@playwright/test';

export const SAVED = 'Enregistré sur cette tablette';
export const SAVING = 'Enregistrement en cours';
export const NOT_SAVED = 'Non enregistré';
export const SENT = 'Envoyé au relais';
export const OFFLINE = 'Hors connexion';

/** The bar on top of every page. */
export class AppBar {
  readonly title: Locator;
  readonly status: Locator;
  readonly navigation: Locator;

  constructor(readonly page: Page) {
    this.title = page.getByRole('banner').getByText('Les six cartes', { exact: true });
    this.status = page.getByRole('status', { name: 'État de l’enregistrement et de l’envoi' });
    this.navigation = page.getByRole('navigation', { name: 'Navigation principale' });
  }

  async goTo(name: 'Accueil' | 'Ateliers' | 'Contrat' | 'Synchronisation' | 'Réglages'): Promise<void> {
    await this.navigation.getByRole('link', { name, exact: true }).click();
  }

  async expectSaved(): Promise<void> {
    await expect(this.status).toContainText(SAVED);
  }

  async expectNotSaved(): Promise<void> {
    await expect(this.status).toContainText(NOT_SAVED);
  }

  /** The relay has everything; `timeout` in ms covers the wait between two attempts. */
  async expectSent(timeout?: number): Promise<void> {
    await expect(this.status).toContainText(SENT, timeout === undefined ? {} : { timeout });
  }

  async expectToSend(): Promise<void> {
    await expect(this.status).toContainText(/À envoyer \(\d+\)/);
  }
}
