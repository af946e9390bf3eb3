import { join } from 'node:path';
import { marketingSpecs } from './marketing-specs.ts';
import { messagingSpecs } from './messaging-specs.ts';
import { merged, type Specs } from './specs.ts';

/** All of Meta's specs in this folder (see `specsDir` in test/shared-material.ts). */
export const readSpecs = (folder: string): Specs =>
  merged(marketingSpecs(join(folder, 'marketing')), messagingSpecs(join(folder, 'business-messaging-api_v23.0.yaml')));
