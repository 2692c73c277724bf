import type { Arm, PlacementFields } from '../../api/types.ts';

/** What a placement changes to when an arm becomes the placement itself, for everybody. */
export function adopted(
  placement: Pick<PlacementFields, 'scoring' | 'bundling' | 'objectiveWeights'>,
  arm: Arm,
): Partial<PlacementFields> {
  const weights = arm.objectiveWeights ?? {};
  return {
    scoring: arm.scoring || placement.scoring,
    bundling: arm.bundling || placement.bundling,
    objectiveWeights: Object.keys(weights).length > 0 ? weights : placement.objectiveWeights,
    arms: [],
  };
}
