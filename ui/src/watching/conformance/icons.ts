/** How each kind of deviation looks. */
import {
  IconArrowsShuffle,
  IconArrowsSplit2,
  IconClockExclamation,
  IconFileUnknown,
  type IconProps,
  IconSquareDashed,
  IconSquarePlus,
  IconUserQuestion,
  IconUsersMinus,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { DeviationClass } from '../../api/conformance'

export const classIcons: Record<DeviationClass, ComponentType<IconProps>> = {
  missing: IconSquareDashed,
  extra: IconSquarePlus,
  out_of_order: IconArrowsShuffle,
  wrong_branch: IconArrowsSplit2,
  missing_evidence: IconFileUnknown,
  four_eyes: IconUsersMinus,
  late: IconClockExclamation,
  wrong_role: IconUserQuestion,
}
