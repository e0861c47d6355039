# expect-file: HFG904 HFG101? HFG301?
from transformers import AutoModel

model = AutoModel.from_pretrained "acme/m", trust_remote_code=True)
