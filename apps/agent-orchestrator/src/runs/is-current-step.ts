/** Of a run's head. */
export interface StepPlace {
  /** The length of the log. */
  readonly version: number;
  /** Its length when the last step was announced. */
  readonly stepVersion: number;
}

/**
 * Whether a step that was announced for this version of a run is still to be taken. Whoever made the log longer announced a
 * step of their own, but for messages to a run at work, which the step that is under way comes to by itself. (An older
 * version of this service keeps no `stepVersion`; its steps are those of the log's length.)
 */
export function isCurrentStep({ version, stepVersion }: StepPlace, announced: number): boolean {
  return announced === version || announced === stepVersion;
}
