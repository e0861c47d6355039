# expect-none
import io

import torch

buffer = io.BytesIO()
torch.save([1], buffer)
buffer.seek(0)
state = torch.load(buffer)
