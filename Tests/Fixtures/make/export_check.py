"""Reads what `export` wrote with the program that it was written for, and prints what that program learns of it.

    python export_check.py trl|axolotl|llama_factory|mlx DIR [--steps 2]

DIR was written by `… | export TOOL "DIR"`. The settings go through the tool's own reader, which rejects what it does not know. Each row is
tokenized by the tool; of each the learned text is printed between ⟦ and ⟧. With --steps, TRL and MLX-LM then train so many steps on
the processor, and their losses are printed. Packages: trl 1.16; axolotl 0.19; llamafactory 0.9.5 (DISABLE_VERSION_CHECK=1 with newer
transformers); mlx-lm[cpu] 0.32.
"""

import argparse
import json
import os
import sys


def learned(tokenizer, ids, labels):
    """The text, with what is learned of it in brackets."""
    parts, inside = [], False
    start = 0
    for place in range(len(ids) + 1):
        state = place < len(ids) and labels[place] != -100
        if place == len(ids) or state != inside:
            text = tokenizer.decode(ids[start:place])
            parts.append(f"⟦{text}⟧" if inside else text)
            start, inside = place, state
    return "".join(parts)


def trl(steps):
    from trl import DatasetMixtureConfig, ModelConfig, ScriptArguments, SFTConfig, SFTTrainer, TrlParser, get_dataset, get_peft_config

    parser = TrlParser((ScriptArguments, SFTConfig, ModelConfig, DatasetMixtureConfig))
    sys.argv = ["sft", "--config", "sft.yaml", "--use_cpu", "true", "--bf16", "false", "--max_steps", str(max(1, steps)),
                "--logging_steps", "1", "--save_strategy", "no"]
    _, arguments, model, data = parser.parse_args_and_config(fail_with_unknown_args=True)
    arguments.model_init_kwargs = {"dtype": model.dtype}
    trainer = SFTTrainer(model=model.model_name_or_path, args=arguments, train_dataset=get_dataset(data)["train"],
                         peft_config=get_peft_config(model))
    tokenizer = trainer.processing_class
    rows = trainer.train_dataset
    for row in list(rows)[:8]:
        labels = row.get("labels", row["input_ids"])
        print(learned(tokenizer, row["input_ids"], labels))
    print(len(rows), "packs, columns", rows.column_names)
    if steps:
        trainer.train()
        print("losses", [entry["loss"] for entry in trainer.state.log_history if "loss" in entry])


def axolotl(steps):
    import yaml
    from axolotl.utils.dict import DictDefault
    from axolotl.utils.schemas.config import AxolotlInputConfig

    with open("axolotl.yaml") as file:
        settings = yaml.safe_load(file)
    config = AxolotlInputConfig(**settings)
    unknown = set(settings) - set(AxolotlInputConfig.model_fields)
    assert not unknown, f"settings that axolotl does not know: {unknown}"
    if settings["datasets"][0]["type"] == "completion":
        return print(open("train.jsonl").read())
    from axolotl.prompt_strategies.chat_template import load
    from datasets import load_dataset
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(config.base_model)
    tokenizer.add_special_tokens(dict(settings["special_tokens"]))
    cfg = DictDefault(config.model_dump(exclude_none=True))
    strategy = load(tokenizer, cfg, dict(settings["datasets"][0]))
    rows = load_dataset("json", data_files="train.jsonl", split="train")
    for row in list(rows)[:8]:
        made = strategy._tokenize_single_prompt(json.loads(json.dumps({k: v for k, v in row.items() if v is not None})))
        print(learned(tokenizer, made["input_ids"], made["labels"]))


def llama_factory(steps):
    import yaml
    from transformers import AutoTokenizer

    with open("train.yaml") as file:
        settings = yaml.safe_load(file)
    from llamafactory.hparams.parser import _parse_train_args

    settings.update(bf16=False, use_cpu=True)
    model, data, training, tuning, _ = _parse_train_args(settings)
    from llamafactory.data import get_dataset, get_template_and_fix_tokenizer

    tokenizer = AutoTokenizer.from_pretrained(model.model_name_or_path)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    template = get_template_and_fix_tokenizer(tokenizer, data)
    rows = get_dataset(template, model, data, training, stage=settings["stage"], tokenizer=tokenizer)["train_dataset"]
    for row in list(rows)[:2]:
        labels = row.get("labels", row["input_ids"])
        ids = [token for token, mask in zip(row["input_ids"], row["attention_mask"]) if mask]
        print(learned(tokenizer, ids, labels[: len(ids)]))
    print(len(rows), "packs")


def mlx(steps):
    import types

    import yaml
    from mlx_lm import lora

    with open("lora.yaml") as file:
        settings = yaml.load(file, lora.yaml_loader)
    unknown = set(settings) - set(lora.CONFIG_DEFAULTS)
    assert not unknown, f"settings that mlx-lm does not know: {unknown}"
    arguments = types.SimpleNamespace(**{**lora.CONFIG_DEFAULTS, **settings})
    from mlx_lm.tuner.datasets import load_dataset
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    rows = load_dataset(arguments, tokenizer)[0]
    for place in range(min(8, len(rows))):
        ids, offset = rows.process(rows[place])
        print(learned(tokenizer, ids, [-100] * offset + ids[offset:]))
    print(len(rows), "lines")
    if steps:
        from mlx_lm.tuner.trainer import TrainingCallback

        class Losses(TrainingCallback):
            def on_train_loss_report(self, info):
                print("loss", info["train_loss"])

        arguments.iters, arguments.steps_per_report = steps, 1
        lora.get_reporting_callbacks = lambda *_, **__: Losses()
        lora.run(arguments)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", choices=["trl", "axolotl", "llama_factory", "mlx"])
    parser.add_argument("directory")
    parser.add_argument("--steps", type=int, default=0)
    asked = parser.parse_args()
    os.chdir(asked.directory)
    {"trl": trl, "axolotl": axolotl, "llama_factory": llama_factory, "mlx": mlx}[asked.tool](asked.steps)
