"""python end_check.py DIR [QUESTION]: asks a model or an adapter that cact saved in DIR a question in its own chat template, by
transformers or PEFT, and prints where the greedy answer ends. Exit status 1 where it runs to its limit of 200 tokens."""
import pathlib
import sys

import torch
import transformers as hf

folder = pathlib.Path(sys.argv[1])
question = sys.argv[2] if len(sys.argv) > 2 else "Add 1 to x."
tokenizer = hf.AutoTokenizer.from_pretrained(folder)
if (folder / "adapter_config.json").exists():
    import peft

    # PEFT reads the settings of generation of the base alone; the adapter's own are given to it.
    model = peft.AutoPeftModelForCausalLM.from_pretrained(folder)
else:
    model = hf.AutoModelForCausalLM.from_pretrained(folder)
settings = hf.GenerationConfig.from_pretrained(folder, max_new_tokens=200, do_sample=False)
text = tokenizer.apply_chat_template([{"role": "user", "content": question}], add_generation_prompt=True, tokenize=False)
ids = torch.tensor([tokenizer(text, add_special_tokens=False)["input_ids"]])
with torch.no_grad():
    answer = model.generate(ids, attention_mask=torch.ones_like(ids), generation_config=settings)[0, ids.shape[1]:]
print(f"{folder.name}: {len(answer)} tokens, the last {tokenizer.convert_ids_to_tokens(int(answer[-1]))!r}; ends {settings.eos_token_id}")
sys.exit(len(answer) >= 200)
