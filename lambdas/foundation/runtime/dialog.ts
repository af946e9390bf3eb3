import type { Settings } from '../contract/env.ts';
import { type Dialog, dialogAt } from '../meta/dialog.ts';

/** Meta's dialog of a stage. */
export const openDialog = ({ settings }: { readonly settings: Settings }): Dialog => dialogAt(settings.graphOrigin);
