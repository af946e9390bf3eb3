import type { ConversionEvent } from './conversion-event.ts';

/** What a workspace has said once for all of its events. */
export interface EventDefaults {
  /** ISO-2, for phone numbers without a country. */
  readonly country?: string | null;
  /** Limited Data Use for events that say nothing of it. */
  readonly dataProcessing?: {
    readonly options: readonly string[];
    readonly country: number;
    readonly state: number;
  } | null;
  /** Leaves out of ads delivery what does not say otherwise. */
  readonly optOut?: boolean;
}

/**
 * An event as Meta takes it, perhaps without an id: what the workspace said once is filled in where it says nothing. It is made
 * in one piece, most members being the event's own: taking objects apart and together costs more than all checks.
 */
export function wireEvent(
  event: ConversionEvent,
  userData: Readonly<Record<string, unknown>>,
  { dataProcessing, optOut }: EventDefaults,
): Record<string, unknown> {
  const wire: Record<string, unknown> = { ...event, user_data: userData };
  if (event.custom_data?.customer_segmentation !== undefined) {
    const { customer_segmentation, ...custom } = event.custom_data;
    wire.custom_data = custom;
    wire.customer_segmentation ??= customer_segmentation;
  }
  if (dataProcessing && event.data_processing_options === undefined) Object.assign(wire, limitedUse(dataProcessing));
  if (optOut && event.opt_out === undefined) wire.opt_out = true;
  return wire;
}

const limitedUse = ({ options, country, state }: NonNullable<EventDefaults['dataProcessing']>) => ({
  data_processing_options: options,
  data_processing_options_country: country,
  data_processing_options_state: state,
});
