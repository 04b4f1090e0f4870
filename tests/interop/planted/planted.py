"""All planted defects by name."""

import planted_behaviour
import planted_copies
import planted_fields
import planted_legal
import planted_wire
from defects import CLEAN

DEFECTS = {defect.name: defect
           for module in (planted_copies, planted_fields, planted_wire, planted_behaviour, planted_legal)
           for defect in module.DEFECTS}

__all__ = ["CLEAN", "DEFECTS"]
