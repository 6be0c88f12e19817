"""Prompts as transformers renders them from chat templates that models are published with. Format: ../README.md.

    python templates.py
"""
import json
import pathlib
import struct

from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

OUT = pathlib.Path(__file__).resolve().parents[1]
TOKENIZER = PreTrainedTokenizerFast(
    tokenizer_object=Tokenizer(models.BPE()), bos_token="<BOS>", eos_token="<EOS>")
CASES = [
    ["Write a function.", None],
    ["Add the numbers.", "1 2 3\n"],
    [" \n\tKeep my spaces? \u3000\n", None],
    ["\u00a0Sort 'these' \"words\" {{ now }} {% if %} \\n", "  b\n  a  "],
    ["Print <|im_end|> and [/INST] and </s>.", None],
    ["", None],
]

# The loops over tools and tool calls that some of them hold are shortened: no tools are given here.
CHATML = """{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""
QWEN2 = """{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system
You are a helpful assistant.<|im_end|>
' }}{% endif %}{{'<|im_start|>' + message['role'] + '
' + message['content'] + '<|im_end|>' + '
'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
' }}{% endif %}"""
QWEN25 = """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0]['role'] == 'system' %}
        {{- messages[0]['content'] }}
    {%- else %}
        {{- 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.' }}
    {%- endif %}
    {{- "\\n\\n# Tools" }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""
QWEN3 = """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0].role == 'system' %}
        {{- messages[0].content + '\\n\\n' }}
    {%- endif %}
    {{- "# Tools" }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if '</think>' in content %}
            {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}"""
SMOLLM2 = """{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system
You are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>
' }}{% endif %}{{'<|im_start|>' + message['role'] + '
' + message['content'] + '<|im_end|>' + '
'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
' }}{% endif %}"""
LLAMA2 = """{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}"""
LLAMA3 = """{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}"""
LLAMA31 = """{{- bos_token }}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""
MISTRAL = """{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token}}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"""
MISTRAL_V1 = """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}

{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.first and system_message is defined %}
            {{- " [INST] " + system_message + "\\n\\n" + message["content"] + " [/INST]" }}
        {%- else %}
            {{- " [INST] " + message["content"] + " [/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"] + eos_token}}
    {%- endif %}
{%- endfor %}
"""
MISTRAL_V3 = """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}

{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- endif %}
{%- endfor %}
"""
DEEPSEEK = """{% if not add_generation_prompt is defined %}
{% set add_generation_prompt = false %}
{% endif %}
{%- set ns = namespace(found=false) -%}
{%- for message in messages -%}
    {%- if message['role'] == 'system' -%}
        {%- set ns.found = true -%}
    {%- endif -%}
{%- endfor -%}
{{bos_token}}{%- if not ns.found -%}
{{'You are an AI programming assistant, utilizing the Deepseek Coder model, developed by Deepseek Company, and you only answer questions related to computer science. For politically sensitive questions, security and privacy issues, and other non-computer science questions, you will refuse to answer\\n'}}
{%- endif %}
{%- for message in messages %}
    {%- if message['role'] == 'system' %}
{{ message['content'] }}
    {%- else %}
        {%- if message['role'] == 'user' %}
{{'### Instruction:\\n' + message['content'] + '\\n'}}
        {%- else %}
{{'### Response:\\n' + message['content'] + '\\n<|EOT|>\\n'}}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{% if add_generation_prompt %}
{{'### Response:'}}
{% endif %}"""
DEEPSEEK_CHAT = """{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ 'User: ' + message['content'] + '\\n\\n' }}{% elif message['role'] == 'assistant' %}{{ 'Assistant: ' + message['content'] + eos_token }}{% elif message['role'] == 'system' %}{{ message['content'] + '\\n\\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"""
STARCODER2 = """{{bos_token}}{{'You are an exceptionally intelligent coding assistant that consistently delivers accurate and reliable responses to user instructions.\\n\\n'}}
{%- for message in messages %}
    {%- if message['role'] == 'system' %}
        {{ raise_exception('System messages are not allowed in this template.') }}
    {%- else %}
        {%- if message['role'] == 'user' %}
{{'### Instruction\\n' + message['content'] + '\\n\\n'}}
        {%- else %}
{{'### Response\\n' + message['content'] + eos_token + '\\n\\n'}}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{{'### Response\\n'}}"""
ALPACA = """{% set system_message = 'Below is an instruction that describes a task. Write a response that appropriately completes the request.\\n\\n' %}{% if messages[0]['role'] == 'system' %}{% set system_message = messages[0]['content'] %}{% endif %}{% if system_message is defined %}{{ system_message }}{% endif %}{% for message in messages %}{% set content = message['content'] %}{% if message['role'] == 'user' %}{{ '### Instruction:\\n' + content + '\\n\\n### Response:\\n' }}{% elif message['role'] == 'assistant' %}{{ content + eos_token + '\\n\\n' }}{% endif %}{% endfor %}"""

# As cact writes them beside a model that it tuned under another template than the model's own.
WRITTEN = {
    'plain': r"""{% if bos_token %}{{ bos_token }}{% endif %}{% for message in messages %}{% if message['role'] == 'user' %}{{ '### Instruction:\n' + message['content'] + '\n\n### Response:\n' }}{% elif message['role'] == 'system' and loop.first %}{{ message['content'] + '\n\n' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token }}{% else %}{{ raise_exception('only the roles system, user and assistant') }}{% endif %}{% endfor %}""",
    'qwen2_5': r"""{% if bos_token %}{{ bos_token }}{% endif %}{% if messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n' }}{% endif %}{% for message in messages %}{% if message['role'] == 'user' %}{{ '<|im_start|>user\n' + message['content'] + '<|im_end|>\n<|im_start|>assistant\n' }}{% elif message['role'] == 'system' and loop.first %}{{ '<|im_start|>system\n' + message['content'] + '<|im_end|>\n' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + '<|im_end|>' + '\n' }}{% else %}{{ raise_exception('only the roles system, user and assistant') }}{% endif %}{% endfor %}""",
    'llama3': r"""{% if bos_token %}{{ bos_token }}{% endif %}{% for message in messages %}{% if message['role'] == 'user' %}{{ '<|start_header_id|>user<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n' }}{% elif message['role'] == 'system' and loop.first %}{{ '<|start_header_id|>system<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + '<|eot_id|>' }}{% else %}{{ raise_exception('only the roles system, user and assistant') }}{% endif %}{% endfor %}""",
    'llama2': r"""{% if bos_token %}{{ bos_token }}{% endif %}{% for message in messages %}{% if message['role'] == 'user' %}{% if loop.index0 == 1 and messages[0]['role'] == 'system' %}{{ '[INST] ' + '<<SYS>>\n' + messages[0]['content'] + '\n<</SYS>>\n\n' + message['content'] | trim + ' [/INST]' }}{% else %}{{ '[INST] ' + message['content'] | trim + ' [/INST]' }}{% endif %}{% elif message['role'] == 'system' and loop.first %}{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'] + ' ' + eos_token }}{% else %}{{ raise_exception('only the roles system, user and assistant') }}{% endif %}{% endfor %}""",
}
# A model's own: like one that has a name, and not it, or like none.
OWN = {
    "a system message of its own": QWEN2.replace("You are a helpful assistant.", "You are a pirate."),
    "messages stripped": CHATML.replace("message['content']", "message['content'] | trim"),
    "thinking opened": CHATML.replace("<|im_start|>assistant\\n", "<|im_start|>assistant\\n<think>\\n"),
    "another kind of ChatML": "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '<|im_sep|>' + message['content'] + '<|im_end|>' }}{% endfor %}{{ '<|im_start|>assistant<|im_sep|>' }}",
    "Llama 3 not stripped": LLAMA3.replace(" | trim", ""),
    "Llama 2 with a system message": LLAMA2.replace("set system_message = false", "set system_message = 'Be kind.'"),
    "Gemma": "{{ bos_token }}{% for message in messages %}{{ '<start_of_turn>' + message['role'] + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\\n'}}{% endif %}",
    "Phi 3": "{% for message in messages %}{{'<|' + message['role'] + '|>\\n' + message['content'] + '<|end|>\\n'}}{% endfor %}{{ '<|assistant|>\\n' }}",
    "Zephyr": "{% for message in messages %}{{ '<|' + message['role'] + '|>\\n' + message['content'] + eos_token + '\\n' }}{% endfor %}{{ '<|assistant|>' }}",
    "Magicoder": STARCODER2.replace("### ", "@@ "),
    "a system message in a variable": "{%- set about = 'Speak like a judge.' -%}{%- if messages[0].role == 'system' -%}{%- set about = messages[0].content -%}{%- set messages = messages[1:] -%}{%- endif -%}{{- '<|im_start|>system\\n' ~ about ~ '<|im_end|>\\n' -}}{%- for m in messages -%}{{- '<|im_start|>' ~ m.role ~ '\\n' ~ m.content ~ '<|im_end|>\\n' -}}{%- endfor -%}{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}",
    "roles of other names": "{% set names = {'user': 'person', 'assistant': 'machine'} %}{% for m in messages %}{{ '<|im_start|>' + names[m.role] + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>machine\\n' }}{% endif %}",
    "a line before everything": "{{ 'A talk.\\n' }}" + CHATML,
    "generation blocks": "{% for m in messages %}{{ '<|turn|>' + m.role + '\\n' }}{% if m.role == 'assistant' %}{% generation %}{{ m.content + '<|im_end|>' }}{% endgeneration %}{% else %}{{ m.content + '<|im_end|>' }}{% endif %}{{ '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|turn|>assistant\\n' }}{% endif %}",
    "a macro": "{% macro turn(name, text) %}[{{ name }}] {{ text }}{{ eos_token }}\n{% endmacro %}{{ bos_token }}{% for m in messages %}{{ turn(m.role | capitalize, m.content) }}{% endfor %}{% if add_generation_prompt %}[Assistant] {% endif %}",
}
KNOWN = [
    ("chatml", CHATML), ("qwen2", QWEN2), ("qwen2_5", QWEN25), ("own", QWEN3), ("smollm2", SMOLLM2), ("llama2", LLAMA2),
    ("llama3", LLAMA3), ("llama3_1", LLAMA31), ("mistral", MISTRAL), ("mistral_v1", MISTRAL_V1), ("mistral_v3", MISTRAL_V3),
    ("deepseek", DEEPSEEK), ("deepseek_chat", DEEPSEEK_CHAT), ("starcoder2", STARCODER2), ("alpaca", ALPACA),
]

# Tokenizers of tokenizer_kinds.py, the template that is used with each, and its begin-of-text.
TOKENIZED = [("llama2", LLAMA2, "<s>"), ("llama2", MISTRAL_V1, "<s>"), ("llama2-metaspace", MISTRAL, "<s>"),
             ("metaspace", MISTRAL_V3, "<s>"), ("deepseek-coder", DEEPSEEK, "<|endoftext|>"), ("starcoder2", STARCODER2, "<|endoftext|>"),
             ("qwen2", QWEN25, None)]


def render(jinja, question):
    messages = [{"role": "user", "content": question}]
    return TOKENIZER.apply_chat_template(messages, chat_template=jinja, tokenize=False, add_generation_prompt=True)


def entry(name, jinja, written):
    # A chat template has no place for an input: it follows the question after a blank line. The plain one has.
    cases = [content(case) for case in CASES if case[1] is None or name != "plain"]
    return {"name": name, "written": written, "jinja": jinja, "prompts": [render(jinja, c) for c in cases]}


def content(case):
    return case[0] if case[1] is None else case[0] + "\n\n" + case[1]


def ids(tokenizer, jinja, bos):
    """COUNT:HASH as in gpt2-evol-ids.json, begin-of-text left out; not of the case that names special tokens."""
    fast = PreTrainedTokenizerFast(tokenizer_file=str(OUT / "tokenizers" / tokenizer / "tokenizer.json"), **({"bos_token": bos} if bos else {}))
    found = []
    for case in CASES:
        if "</s>" in case[0]:
            continue
        tokens = fast.apply_chat_template([{"role": "user", "content": content(case)}], chat_template=jinja, add_generation_prompt=True,
                                          tokenize=True, return_dict=False)
        if bos:
            assert tokens[0] == fast.bos_token_id
            tokens = tokens[1:]
        h = 0xCBF29CE484222325
        for byte in struct.pack(f"<{len(tokens)}i", *tokens):
            h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
        found.append(f"{len(tokens)}:{h:016x}")
    return found


known = [entry(n, j, False) for n, j in KNOWN] + [entry(n, j, True) for n, j in WRITTEN.items()]
own = {what: {"jinja": jinja, "prompts": [render(jinja, content(case)) for case in CASES],
              "answered": TOKENIZER.apply_chat_template(
                  [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "Because."}], chat_template=jinja, tokenize=False)}
       for what, jinja in OWN.items()}
(OUT / "templates.json").write_text(json.dumps(
    {"cases": CASES, "ids": [[t, j, b, ids(t, j, b)] for t, j, b in TOKENIZED], "known": known, "own": own}, ensure_ascii=False, indent=1) + "\n")
