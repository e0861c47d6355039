# -*- coding: utf-7 -*-
# expect-file: HFG904 HFG905?
from transformers import AutoModel
