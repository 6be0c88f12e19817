"""Chat templates, and single expressions of their language, as transformers renders them. Format: ../README.md.

    python jinja.py

The templates are copied from the installed trl (Apache-2.0); jinja/templates/SOURCES.md says whose they are.
"""
import datetime
import json
import pathlib
import random
import shutil

import trl
from transformers.utils import chat_template_utils as chat

OUT = pathlib.Path(__file__).resolve().parents[1] / "jinja"
TRL = pathlib.Path(trl.__file__).parent / "chat_templates"
MOMENT = 1700000000

# Of trl's those whose models have a permissive licence too.
TEMPLATES = [
    "deepseek_r1_distill", "deepseek_r1_distill_training", "deepseekv3", "deepseekv3_training", "glm4moe", "glm4moe_training", "gptoss", "gptoss_training",
    "idefics3", "idefics3_training", "llava_next", "llava_next_training", "phi3", "phi3_training", "phi3_5", "phi3_5_training", "qwen2_5",
    "qwen2_5_training", "qwen2_5_vl", "qwen2_5_vl_training", "qwen3", "qwen3_training", "qwen3_instruct_2507",
    "qwen3_instruct_2507_training", "qwen3_vl", "qwen3_vl_training", "qwen3_5_nothink", "qwen3_5_nothink_training", "qwen3_5_think",
    "qwen3_5_think_training", "qwen3_6", "qwen3_6_training", "qwen3_8", "qwen3_8_training", "smolvlm", "smolvlm_training",
]
LOOP = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}"
ASK = "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
# Written here: what looks like ChatML and is not, and what few templates do.
OWN = {
    "own_system_in_variable": "{%- set base = 'You are Helper.' -%}{%- if messages[0]['role'] == 'system' -%}{%- set base = messages[0]['content'] -%}{%- endif -%}"
    "{{ '<|im_start|>system\\n' + base + '<|im_end|>\\n' }}{% for m in messages %}{% if m['role'] != 'system' %}"
    "{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endif %}{% endfor %}" + ASK,
    "own_roles_renamed": "{% for m in messages %}{% set r = 'human' if m['role'] == 'user' else m['role'] %}"
    "{{ '<|im_start|>' + r + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}" + ASK,
    "own_prefix_line": "{{ 'Conversation:\\n' }}" + LOOP + ASK,
    "own_generation_tag": "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' }}{% if m['role'] == 'assistant' %}{% generation %}"
    "{{ m['content'] + '<|im_end|>\\n' }}{% endgeneration %}{% else %}{{ m['content'] + '<|im_end|>\\n' }}{% endif %}{% endfor %}" + ASK,
    "own_macros": "{% macro turn(m, mark='##') -%}\n{{ mark }} {{ m.role | title }}{{ ' (' ~ m.name ~ ')' if m.name is defined }}\n{{ caller() if caller else '' }}\n{%- endmacro %}\n"
    "{% for m in messages if m.role != 'weird' %}\n  {% call turn(m, mark='#' * loop.index) %}{{ m.content | string | trim }}{% endcall %}\n\n"
    "{% else %}\nnobody\n{% endfor %}\n{% filter upper %}{{ strftime_now('%d %b %Y') }}{% endfilter %}\n",
    "own_strict": "{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate, not ' ~ m['role'] ~ '!') }}{% endif %}"
    "{{ bos_token if loop.first }}[{{ m['role'][0] | upper }}] {{ m['content'] | trim }}{{ eos_token if m['role'] == 'assistant' }}{% endfor %}",
}
# Rendered in full; of the others length and digest stand in the fixture.
SHOWN = ["qwen3", "deepseekv3", "own_macros"]
SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}

CONTEXT = {
 "text": "  Hello, World\t", "uni": "Žluťoučký kůň 😀é", "empty": "", "n": 7, "neg": -3, "pi": 3.14159, "big": 123456789012345678, "yes": True, "no": False, "nothing": None,
 "list": [3, 1, 2], "words": ["pear", "Apple", "fig", "apple"], "nested": [[1, [2]], {"a": 1}],
 "d": {"b": 2, "a": 1, "items": "own", "C": None}, "users": [{"name": "Bo", "age": 30, "city": {"zip": "1"}}, {"name": "al", "age": 25, "city": {"zip": "2"}}, {"name": "Al", "age": 30, "city": {"zip": "3"}}],
 "html": "<a href='x'>&\"</a>", "lines": "one\n\ntwo\r\nthree\u2028four", "floats": [0.1, 1e16, 1e-5, 100.0, 1e22, 123456.789, 5e-324, 1.7976931348623157e308, -0.0, 2.5],
 "json": {"k": "v\"\\\n\t\u0001é😀/<>&'", "f": 1.5, "t": True, "z": None, "l": [1, [], {}], "d": {"x": {}}},
 "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}],
}

# Expressions, a bar between them; then whole templates. What Jinja renders as an address in memory is left out.
EXPRESSIONS = r'''
1 + 1|1 + 1.0|7 // 2|-7 // 2|7 % -3|-7 % 3|7.5 // 2|-7.5 % 2|7 / 2|8 / 2|2 ** 10|2 ** -1|2 ** 0.5|0 ** 0|-2 ** 2|2 ** 3 ** 2|1 / 0|1 // 0|1 % 0|1.0 // 0|0 ** -1|10.0 ** 400
1 - 2 - 3|2 * 3 + 4|2 + 3 * 4|-n|+n|- -n|--n|-neg|-text|n - 1|n-1|n -1|'a' + 'b'|'a' + 1|1 + 'a'|'a' * 3|3 * 'ab'|'a' * -1|[1] * 2|2 * [1, 2]|[1] + [2]|(1,) + (2,)|[1] + (2,)|true + true|true * 3|none + 1|missing + 1|1 - missing|'a' ~ 1 ~ none ~ true ~ 1.5 ~ missing|1 ~ 2 + 3|'x' ~ [1, 'a']
1 == 1.0|1 == true|'1' == 1|none == none|missing == missing|missing == none|[1, 2] == [1, 2]|[1] == (1,)|{'a': 1} == {'a': 1.0}|1 != 2|1 < 2|1 < 'a'|'a' < 'b'|'B' < 'a'|[1, 2] < [1, 3]|[1] < [1, 0]|(1, 2) <= (1, 2)|1 < 2 < 3|1 < 3 < 2|3 > 2 > 1 == 1|none < 1|missing < 1|{} < {}|1.5 >= 1|true < 2
'a' in 'abc'|'' in 'abc'|'x' not in 'abc'|1 in [1, 2]|1.0 in [1]|'a' in d|'z' in d|'z' not in d|1 in (1, 2)|1 in 5|'a' in none|'a' in missing|missing in [1]|missing in 'abc'|1 in 'abc'|2 in range(3)|'b' in d.keys()|2 in d.values()|('b', 2) in d.items()|not 1 in [2]|'a' in d and 'b' in d|none in [none]
1 and 2|0 and 2|1 or 2|0 or 2|'' or none|not 1|not not 0|not missing|1 and 0 or 3|none or missing|missing or 'x'|[] or {}|1 if true else 2|1 if false else 2|1 if false|(1 if false) is undefined|1 if 0 else 2 if 0 else 3|'a' if missing else 'b'|missing if true else 1
true|True|false|none|None|1.0|1e3|1e16|1.5e-7|1_000|0x1F|0b101|0o17|1_0.5_0|123456789012345678901234567890.0|1.|.5|01|"a\nb"|'a\'b'|"a\"b"|'\x41\u00e9\U0001F600'|'\101\0'|'a\qb'|'a\é'|'a' 'b' "c"|'\xZZ'|'tab\there'
text|uni|n|pi|big|yes|nothing|list|words|nested|d|users|floats|missing|missing.x|missing['x']|missing[0]|missing()|nothing.x|nothing['x']|nothing.x.y|n.x|n[0]|list.x|list['x']|list[0]|list[-1]|list[5]|list[5].x|list[true]|list[1.0]|list['0']|text[2]|text[-2]|text[99]|uni[1]|uni[-1]|d['a']|d.a|d['items']|d.items|d.items()|d.get|d['get']|d.zz|d.zz.y|d[1]|d[none]|d[[1]]|d[(1,)]|users[0].name|users.0.name|users[0]['city']['zip']|text.upper|text.__class__|''.__class__.__mro__|d.__class__|list.__len__()|d.clear()|list.append(1)|d.update|d.pop('a')|list.sort|''.join.x|range.x
text[1:4]|uni[2:5]|uni[::-1]|uni[::2]|uni[-3:]|uni[:-3]|uni[5:1:-1]|uni[5:2]|uni[100:]|uni[:100]|uni[-100:2]|uni[-2:-5:-1]|list[::-1]|list[1:]|list[:1]|list[-2:]|list[5:]|list[::2]|list[::0]|list[:none]|(1,2,3)[1:]|(1,2,3)[::-1]|range(10)[2:8:2]|range(10)[::-1]|range(10)[3]|range(10)[-1]|range(3)[5]|missing[1:]|nothing[1:]|d[1:]|messages[::-1]|messages[1:]|'😀é'[0]|'😀é'[1]|'😀é'[:1]|'😀é'[-1:]|uni[:0]|uni[0:]|uni[1:none:2]
[1, 'a', none, true, 1.5]|[1, [2, [3]]]|[]|()|(1,)|(1, 2)|1, 2|{}|{'a': 1, 2: 'b', none: true}|{'a': {'b': []}}|['it\'s', "say \"hi\"", 'both \' "']|['\n\t\\', 'é', '\x00\x7f', '\u200b', '😀', '\xa0', '\u2028']|{'a': missing}|[missing]|{[1]: 2}|{(1,2): 3}[(1,2)]|{1: 'a'}[1.0]|{1: 'a', 1.0: 'b', true: 'c'}|{'x': 1, 'x': 2}|{1: 2}[true]
text.strip()|text.lstrip()|text.rstrip()|'xxaxx'.strip('x')|'abcba'.strip('ab')|'\u3000a\xa0\x1f\x85'.strip()|'aéa'.strip('é')|'ééaé'.strip('é')|'abc'.lstrip('ba')|'abc'.rstrip('')|'abc'.strip(none)|'abc'.strip(1)|'a'.strip('b','c')|text.upper()|uni.upper()|uni.lower()|uni.title()|uni.capitalize()|uni.swapcase()|'ß'.upper()|'ŉ'.upper()|'ﬁ'.capitalize()|'ΑΣ'.lower()|'ΑΣ Σ ΑΣΑ'.lower()|'İ'.lower()|"they're bill's".title()|'ǆ'.title()|'ẞß'.casefold()|'hello world-foo 3bar'.title()|'ABC'.isupper()|'abc'.islower()|'Abc'.istitle()|'A1'.isupper()|'1'.isupper()|'ab1'.isalnum()|'ab'.isalpha()|'12'.isdigit()|'²'.isdigit()|'½'.isnumeric()|'²'.isdecimal()|'٣'.isdecimal()|''.isalpha()|' \t'.isspace()|'a b'.isidentifier()|'_a1'.isidentifier()|'é'.isascii()|''.isascii()|'a\n'.isprintable()|''.isprintable()
'a,b,c'.split(',')|'a b  c '.split()|' a b '.split(' ')|'a,b,c'.split(',', 1)|'a,b,c'.rsplit(',', 1)|'a b c'.rsplit(none, 1)|'a b c'.split(none, 1)|'a b c'.split(maxsplit=1)|'a  b c '.split(maxsplit=1)|''.split()|''.split(',')|'abc'.split('')|'aXbXc'.split(sep='X')|'aaa'.split('aa')|'aaa'.rsplit('aa')|'a\u3000b'.split()|'a</think>b</think>c'.split('</think>')[-1]|'a</think>b'.split('</think>')[0].split('<think>')[-1]|'a b c'.split(' ', 0)|'  a b'.split(none, 0)|'a b  '.rsplit(none, 0)|lines.splitlines()|lines.splitlines(true)|'a\n'.splitlines()|'\n'.splitlines()|''.splitlines()|'a=b=c'.partition('=')|'a=b=c'.rpartition('=')|'abc'.partition('=')|'abc'.rpartition('=')|'abc'.partition('')
'abc'.startswith('ab')|'abc'.startswith(('x', 'a'))|'abc'.startswith('b', 1)|'abc'.startswith('c', 1, 2)|'abc'.endswith('bc')|'abc'.endswith('b', 0, 2)|'abc'.endswith(('b','c'))|'abc'.startswith(1)|'abc'.startswith(['a'])|'abc'.startswith('')|'abc'.startswith('', 4)|'abc'.startswith('', 3)|'éa'.startswith('a', 1)|'abc'.removeprefix('a')|'abc'.removesuffix('bc')|'abc'.removesuffix('')|'abc'.find('c')|'aéc'.find('c')|'abc'.find('z')|'abcabc'.rfind('b')|'abc'.find('')|'abc'.rfind('')|'abc'.find('', 9)|'abcabc'.find('a', 1)|'abcabc'.find('a', -3)|'abcabc'.rfind('a', 0, 3)|'abc'.index('b')|'abc'.index('z')|'abc'.rindex('c')|'abab'.count('ab')|'aaaa'.count('aa')|'abc'.count('')|'éé'.count('')|'abc'.count('b', 2)|'abc'.count('', 5)|'aéa'.rfind('a')
'aXbX'.replace('X', '-')|'aXbX'.replace('X', '-', 1)|'abc'.replace('', '-')|'éa'.replace('', '-', 2)|''.replace('', 'x')|'abc'.replace('z', 'y')|'abc'.replace(1, 2)|'aaa'.replace('aa', 'b')|'a'.replace('a', 'b', -1)|'a'.replace('a', 'b', 0)|','.join(['a', 'b'])|','.join([1])|','.join('abc')|''.join([])|','.join(d)|'-'.join(words)|'ab'.center(6)|'ab'.center(5)|'abc'.center(6, '*')|'abc'.center(7, '*')|'ab'.ljust(4, '.')|'ab'.rjust(4)|'ab'.rjust(4, 'é')|'ab'.rjust(4, 'xy')|'-42'.zfill(6)|'42'.zfill(1)|'+é'.zfill(4)|'a\tb'.expandtabs()|'a\tb'.expandtabs(4)|'é\tb\n\tc'.expandtabs(4)|'a'.foo()|'a'.foo
'{} {}'.format(1, 'a')|'{1} {0}'.format(1, 2)|'{x}'.format(x=3)|'{0.name}'.format(d)|'{0[a]}'.format(d)|'{0[0]}'.format(list)|'{:>5}|'.format('a')|'{:<5}|'.format('a')|'{:^5}|'.format('a')|'{:*^5}'.format('a')|'{:05d}'.format(42)|'{:+d}'.format(42)|'{: d}'.format(42)|'{:x}'.format(255)|'{:#x}'.format(255)|'{:b}'.format(5)|'{:,}'.format(1234567)|'{:_}'.format(1234567)|'{:.2f}'.format(3.14159)|'{:.0f}'.format(2.5)|'{:.0f}'.format(3.5)|'{:8.3f}|'.format(pi)|'{:e}'.format(12345.678)|'{:.3e}'.format(0)|'{:g}'.format(0.00001)|'{:g}'.format(1e20)|'{:g}'.format(123456789)|'{:.3g}'.format(1234.5)|'{:%}'.format(0.25)|'{:.1%}'.format(0.257)|'{:.3}'.format('abcdef')|'{!r}'.format('a')|'{!s:>4}'.format(1)|'{{}}'.format()|'{'.format()|'}'.format()|'{}'.format()|'{} {0}'.format(1)|'{x}'.format()|'{:d}'.format('a')|'{:z}'.format(1)|'{:{}}'.format('a', 4)|'{:{w}}|'.format('a', w=4)|'{:,.2f}'.format(1234567.891)|'{:010,.1f}'.format(1234.5)|'{:+.1f}'.format(-0.0)|'{:=+6d}'.format(42)|'{}'.format(none)|'{:5}'.format(none)|'{:5}|'.format(true)|'{:d}'.format(true)|'{}'.format(1.0)|'{:.3}'.format(3.0)|'{:.1}'.format(12.0)|'{:c}'.format(65)|'{:n}'.format(5)|'{:E}'.format(1.5)|'{:G}'.format(1e-10)|'{:f}'.format(1e22)|'{a}'.format_map(d)|'{zz}'.format_map(d)
'%s' % 'a'|'%s %s' % (1, 2)|'%d' % 3.7|'%5d|' % 42|'%-5d|' % 42|'%05d' % 42|'%+d' % 42|'%x' % 255|'%#x' % 255|'%o' % 8|'%X' % 255|'%f' % 1.5|'%.2f' % 2.675|'%e' % 12345.678|'%g' % 0.0001|'%g' % 1e6|'%r' % 'a'|'%c' % 65|'%c' % 'x'|'%%' % ()|'%s' % [1, 2]|'%(a)s' % d|'%(zz)s' % d|'%s %s' % 1|'%s' % (1, 2)|'%d' % 'a'|'%q' % 1|'%' % 1|'%.3s' % 'abcdef'|'%*d' % (5, 42)|'%s' % none|'%s' % true|'%5.1f|' % pi|'%i' % true|'%s' % (missing,)|'a' % 1|'a' % ()|'a' % d|'%s' % d|'%.0f' % 0.5|'%.0f' % 1.5|'%08.3f' % -3.14159|'% d' % 5|'%5s|' % 'é'|'%.10g' % 0.1|'%.17g' % 0.1|'%.25f' % 0.1|'%.3d' % 5
d.keys()|d.values()|d.items() | list|d.keys() | list|d.get('a')|d.get('zz')|d.get('zz', 5)|d.get('C', 5)|d.get()|d.get('a', default=1)|d.copy()|d.keys() | length|d.items() | length|dict(a=1, b=2)|dict([('a', 1)], b=2)|dict({'x': 1})|dict(1)|dict([1])|list.count(1)|list.index(1)|list.index(9)|list.copy()|(1, 2, 1).count(1)|(1, 2).index(2)|range(5)|range(5) | list|range(2, 8, 3) | list|range(5, 0, -2) | list|range(0)|range(1, 2, 0)|range(10**6)|range(1.5)|range('a')|range()|range(3).count(1)|range(5).index(3)|range(3).start|range(2,5) | length|(5).bit_length()|(1.0).is_integer()|(1.5).is_integer()|namespace(a=1).a|namespace(a=1).b|namespace({'x': 1}).x|namespace(_a=1)|namespace(a=1)['a']|cycler('a', 'b').next()|cycler('a','b').current|cycler()|joiner('x')() ~ joiner('x')()
strftime_now('%Y')|strftime_now(1)|raise_exception('no')|raise_exception()|nofunction(1)|n(1)|text()|d(1)|range|d.items.x|missing | length|none | length
text | trim|'xax' | trim('x')|1 | trim|none | trim|missing | trim|text | upper|none | upper|1.5 | lower|'hello wORLD' | capitalize|'hello wORLD-foo (bar) x' | title|uni | title|"it's élan" | title|n | string|none | string|missing | string|[1,'a'] | string|text | length|uni | length|list | length|d | length|n | length|list | count|range(4) | length|missing | length|list | first|list | last|[] | first|[] | last|'abc' | first|'abc' | last|d | first|d | last|missing | first|missing | last|none | first|range(3) | last|list | reverse | list|'abc' | reverse|uni | reverse|d | reverse | list|missing | reverse | list|n | reverse|'abc' | list|d | list|n | list|missing | list|list | join|list | join(', ')|words | join(1)|users | join(', ', attribute='name')|'abc' | join('-')|d | join(',')|missing | join|n | join|[1, none, true, 'x', missing] | join('|')
list | sort|words | sort|words | sort(case_sensitive=true)|words | sort(reverse=true)|users | sort(attribute='age') | map(attribute='name') | list|users | sort(attribute='age,name') | map(attribute='name') | join|users | sort(true, attribute='age') | map(attribute='name') | join|[1, 'a'] | sort|[none, 1] | sort|d | sort|users | sort|list | sum|users | sum(attribute='age')|users | sum('age', 10)|[] | sum|['a'] | sum|[[1],[2]] | sum(start=[])|[1.5, 2] | sum|list | min|list | max|words | min|words | max|[] | min|[] | max|users | max(attribute='age')|words | min(case_sensitive=true)|words | unique | list|words | unique(case_sensitive=true) | list|users | unique(attribute='age') | map(attribute='name') | list|[1, 1.0, true] | unique | list|[[1],[1]] | unique | list|d | dictsort|d | dictsort(true)|{'b': 2, 'a': 1} | dictsort(false, 'value')|{'b': 2, 'a': 1} | dictsort(by='key', reverse=true)|d | dictsort(by='value')|d | dictsort(by='x')|list | dictsort|missing | dictsort|users | groupby('age')|users | groupby('name') | list|users | groupby('name', case_sensitive=true) | map(attribute='grouper') | list|users | groupby('zz', default='q')|users | groupby('city.zip') | map('first') | list|(users | groupby('age'))[0].list | length|range(7) | batch(3) | list|range(7) | batch(3, 'x') | list|range(7) | slice(3) | list|range(7) | slice(3, 'x') | list|range(3) | slice(0) | list|[] | batch(2) | list
list | map('string') | list|words | map('upper') | join(' ')|users | map(attribute='name') | list|users | map(attribute='zz') | list|users | map(attribute='zz', default='q') | list|users | map(attribute='city.zip') | list|users | map(attribute='zz.y') | list|users | map('nofilter') | list|users | map() | list|users | map | list|missing | map('upper') | list|none | map('upper') | list|n | map('upper') | list|words | map('replace', 'p', 'q') | list|words | map('default', 'x') | list|range(6) | select('odd') | list|range(6) | reject('odd') | list|range(6) | select | list|range(6) | select('gt', 2) | list|range(6) | select('divisibleby', 3) | list|words | select('equalto', 'fig') | list|words | select('in', ['fig', 'pear']) | list|words | select('nosuch') | list|messages | selectattr('role', 'equalto', 'user') | list|messages | selectattr('role', '==', 'user') | map(attribute='content') | first|messages | rejectattr('role', 'eq', 'system') | list | length|messages | selectattr('tool_calls') | list|messages | selectattr('tool_calls', 'defined') | list|messages | selectattr('role.x', 'defined') | list|messages | selectattr() | list|missing | selectattr('x') | list|messages | map(attribute='role') | map('upper') | select('ne', 'USER') | list|d | items | list|missing | items | list|n | items | list|list | items|d.items() | map('first') | list|d.items() | map(attribute=0) | list|d.items() | list | length|range(3) | map('float') | sum|words | map('length') | max
missing | default('x')|none | default('x')|none | default('x', true)|'' | d('x', boolean=true)|missing | default|missing.y | default('x')|d.zz | default('x')|0 | default(5, true)|text | default|'a' | replace('a', 'b')|1.5 | replace('.', ',')|none | replace('N', 'n')|'aaa' | replace('a', 'b', 2)|'aaa' | replace('a', 1)|'aaa' | replace('a')|'x' | indent|'a\nb' | indent|'a\n\nb' | indent(2)|'a\n\nb' | indent(2, true, true)|'a\nb' | indent('> ')|'a\nb' | indent(width=2, first=true)|'a\nb\n' | indent|'a\r\nb' | indent|n | indent|'' | indent(first=true)|'foo bar baz qux' | truncate(9)|'foo bar baz qux' | truncate(9, true)|'foo bar baz qux' | truncate(11)|'foo bar baz qux' | truncate(11, false, '...', 0)|'foo bar' | truncate(2)|uni | truncate(8, true, '…', 0)|n | truncate|'a b_c é-d' | wordcount|'' | wordcount|'ab' | center(6)|'ab' | center|42.55 | round|42.55 | round(1)|2.5 | round|3.5 | round|2.675 | round(2)|42.55 | round(1, 'floor')|42.51 | round(1, 'ceil')|42 | round|1234 | round(-2)|1250 | round(-2)|1350 | round(-2)|1234.5 | round(-2)|42.5 | round(0, 'x')|'a' | round|-2.5 | round|0.5 | round|1e300 | round(2)|5 | round(1, 'floor')|-7 | abs|-1.5 | abs|'a' | abs|missing | abs|none | abs|true | abs
'42' | int|'42.9' | int|'x' | int|'x' | int(-1)|'0x1F' | int(0, 16)|'1F' | int(0, 16)|'0b11' | int(base=2)|'0x1F' | int(base=0)|'012' | int|'012' | int(base=0)|' 42 ' | int|'1_000' | int|'1__0' | int|'-7' | int|'+7' | int|'1e3' | int|none | int|none | int(5)|3.9 | int|-3.9 | int|true | int|missing | int|[] | int|'inf' | int|'٣' | int|'4.5' | float|'x' | float|'1e3' | float|'.5' | float|'5.' | float|'inf' | float|'-Infinity' | float|'nan' | float|'1_0.5' | float|'0x1' | float|none | float|none | float(1)|3 | float|true | float|'' | float|'+1.5' | float|'1e' | float|'--1' | float|'infinit' | float
'%s, %s' | format('a', 1)|'%(a)s' | format(a=5)|'%s' | format|'%s' | format('a', b=1)|html | e|html | escape|html | forceescape|html | safe|html | e | e|(html | e) | forceescape|(html | safe) + '<'|'<' + ('<b>' | safe)|('<b>' | safe) ~ '<'|('<b>' | safe) | upper + '<'|('<b>' | safe).lower() + '<'|('<b>' | safe) | string + '<'|('%s' | safe) % '<'|('{}' | safe).format('<')|('<' | safe) * 2 + '<'|('<a>' | safe)[0] + '<'|['<' | safe]|('<' | e) == '&lt;'|('<b>' | safe) is escaped|'<b>' is escaped|('a<b' | safe).split('<')|('<' | safe).join(['<', 'a'])|('a' | safe).replace('a', '<') + '<'|('<b>' | safe) | trim + '<'|1 | e|none | safe|missing | e|('<b>'|safe) | capitalize + '<'|('<b>'|safe)|replace('b','<') + '<'|'a' + ('b'|safe) + '<'|('a'|safe) + 1|text | urlencode|'a/b c?é' | urlencode|{'a b': 1, 'c': 'é/'} | urlencode|[('a', 'b&')] | urlencode|none | urlencode|1.5 | urlencode|{'class': 'a"b', 'x': none, 'id': 5} | xmlattr|{'a b': 1} | xmlattr|{} | xmlattr|{'a': 1} | xmlattr(false)|1000 | filesizeformat|1 | filesizeformat|999 | filesizeformat|1234567 | filesizeformat|1234567 | filesizeformat(true)|'1e30' | filesizeformat|1.5 | filesizeformat|d | attr('a')|d | attr('keys')|missing | attr('x')|text | attr('zz')|'a' | attr('upper')
json | tojson|json | tojson(indent=2)|json | tojson(indent=0)|json | tojson(indent='--')|json | tojson(sort_keys=true)|json | tojson(ensure_ascii=true)|json | tojson(true)|json | tojson(separators=(',', ':'))|json | tojson(indent=1, separators=(', ', ' : '))|json | tojson(indent=2, sort_keys=true, ensure_ascii=false)|floats | tojson|[] | tojson|{} | tojson|[] | tojson(indent=2)|[[]] | tojson(indent=2)|none | tojson|true | tojson|1 | tojson|'a' | tojson|(1, 2) | tojson|missing | tojson|[missing] | tojson|range(3) | tojson|range(3) | list | tojson|{1: 2, none: 3, true: 4, 1.5: 5} | tojson|{(1,2): 3} | tojson|{1: 2, 'a': 3} | tojson(sort_keys=true)|{'b': 1, 'a': [2, {'d': 1, 'c': 2}]} | tojson(sort_keys=true)|'\x7f\x1f\u2028' | tojson|'\x7f\x1f\u2028😀' | tojson(ensure_ascii=true)|d.items() | tojson|d.items() | list | tojson|namespace() | tojson|(html | safe) | tojson|words | map('upper') | tojson|'nan' | float | tojson|'-inf' | float | tojson|json | tojson(indent=none)|json | tojson(separators=none)|json | tojson(foo=1)|json | tojson | safe|[1.0, 1e100, -1e-7] | tojson|{'a': 1} | tojson(indent=-1)
n is defined|missing is defined|missing is not defined|missing is undefined|d.zz is defined|d.a is defined|none is none|nothing is none|missing is none|none is not none|n is number|pi is number|true is number|'1' is number|n is integer|true is integer|pi is integer|pi is float|n is float|true is boolean|n is boolean|true is true|1 is true|false is false|0 is false|text is string|n is string|(html|safe) is string|d is mapping|list is mapping|namespace() is mapping|list is sequence|(1,) is sequence|text is sequence|d is sequence|range(2) is sequence|n is sequence|missing is sequence|none is sequence|d.items() is sequence|list is iterable|text is iterable|d is iterable|n is iterable|missing is iterable|none is iterable|(words | map('upper')) is iterable|d.items() is iterable|range is callable|n is callable|missing is callable|text.upper is callable|text.upper() is upper|'abc' is lower|'Abc' is lower|1 is lower|'ABC' is upper|n is odd|n is even|6 is divisibleby 3|6 is divisibleby(4)|6 is divisibleby(0)|'a' is odd|1.5 is odd|1 is sameas 1|true is sameas true|1 is sameas true|none is sameas none|d is sameas d|1 is in [1, 2]|3 is not in [1, 2]|'a' is in 'abc'|1 is eq 1|1 is equalto 2|1 is ne 2|2 is gt 1|2 is greaterthan 3|1 is lt 2|1 is le 1|2 is ge 3|'upper' is filter|'nosuch' is filter|'odd' is test|1 is nosuch|1 | nosuch|1 is defined is true|n is defined and missing is undefined|n is defined or 1|n is defined if true else 2|not n is defined|1 is not odd|missing is lower|'' is lower|n is none or true
messages[0].role|messages[0]['content']|messages[-1].role == 'assistant'|messages | length - 1|messages[1:] | map(attribute='role') | join(',')|(messages | last).content|messages | map(attribute='content') | select('string') | join|messages[0] == {'role': 'system', 'content': 'S'}|messages[0].get('name', 'x')|messages[0].items() | map('join', '=') | join('&')|messages[::2] | length|[messages[0]] + messages[1:] == messages|messages[0].content.split('')|'role' in messages[0]|messages[5] is defined|messages[5].role|messages['x'] is defined|messages.0.role|(messages|length) > 2 and messages[2].role == 'assistant'|loop|loop.index|caller|varargs|context|environment|__name__|_|_x|é|日本
'''
STATEMENTS = [
 "{% for x in list %}{{ x }},{% endfor %}", "{% for x in [] %}a{% else %}none{% endfor %}", "{% for x in list if x > 1 %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% endfor %}",
 "{% for x in list if x > 5 %}a{% else %}none{% endfor %}", "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "{% for k, v in d | dictsort %}{{ k }}{% endfor %}", "{% for a, b in [(1, 2), (3, 4)] %}{{ a + b }} {% endfor %}",
 "{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "{% for a, b in [1] %}{% endfor %}", "{% for a, b in [(1, 2, 3)] %}{% endfor %}", "{% for c in 'aé😀' %}[{{ c }}]{% endfor %}", "{% for x in missing %}a{% else %}b{% endfor %}",
 "{% for x in nothing %}{% endfor %}", "{% for x in n %}{% endfor %}", "{% for x in d %}{{ x }}{% endfor %}", "{% for x in range(3) %}{{ loop.index0 }}{{ loop.index }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }} {% endfor %}",
 "{% for x in range(3) %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {% endfor %}", "{% for x in range(3) %}{{ loop.previtem is defined }}{{ loop.nextitem.foo is defined }}{% endfor %}", "{% for x in range(5) %}{{ loop.cycle('a', 'b') }}{% endfor %}", "{% for x in [1, 1, 2] %}{{ loop.changed(x) }}{% endfor %}", "{% for x in range(3) %}{{ loop }}{% endfor %}",
 "{% for x in range(2) %}{{ loop.foo }}{% endfor %}", "{% for x in range(2) %}{{ loop.cycle() }}{% endfor %}", "{% for x in range(2) %}{% for y in range(2) %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}", "{% for x in range(2) %}{% set outer = loop %}{% for y in range(2) %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}",
 "{% for x in range(9) %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 5 %}{% break %}{% endif %}{{ x }}{% endfor %}", "{% for x in range(3) %}{% continue %}{% else %}E{% endfor %}", "{% for x in range(3) %}{% break %}{% else %}E{% endfor %}", "{% for x in range(3) %}{% if x == 1 %}{% break %}{% endif %}{% else %}E{% endfor %}", "{% break %}", "{% for x in [1] %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}", "{% for x in range(3) %}{% set y %}a{% if x == 1 %}{% continue %}{% endif %}b{% endset %}{{ y }}{% endfor %}", "{% for x in range(3) %}{% filter upper %}a{% if x == 1 %}{% break %}{% endif %}b{% endfilter %}{% endfor %}",
 "{% for x in [[1, [2]], [3]] recursive %}({{ x if x is number else loop(x) }}){% endfor %}", "{% for x in [[1, [2]], [3]] recursive %}{{ loop.depth }}{% if x is not number %}{{ loop(x) }}{% endif %}{% endfor %}", "{% for x in [1] %}{{ loop([1]) }}{% endfor %}",
 "{% for loop in [1] %}{{ loop }}{% endfor %}", "{% for x in [1] %}{% set loop = 2 %}{% endfor %}", "{% for x in list %}{% set y = x %}{% endfor %}{{ y }}", "{% set y = 0 %}{% for x in list %}{% set y = y + x %}{{ y }},{% endfor %}{{ y }}", "{% set ns = namespace(t=0) %}{% for x in list %}{% set ns.t = ns.t + x %}{% endfor %}{{ ns.t }}", "{% set ns = namespace() %}{% set ns.a, ns.b = 1, 2 %}{{ ns.a }}{{ ns.b }}", "{% set ns.x = 1 %}", "{% set d.x = 1 %}", "{% set ns = namespace() %}{% set ns._x = 1 %}", "{% set ns = namespace() %}{% set ns.x.y = 1 %}",
 "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set (a, b) = [1, 2] %}{{ a }}{{ b }}", "{% set a = 1, 2 %}{{ a }}", "{% set a, b = 1 %}", "{% set true = 1 %}", "{% set 5 = 1 %}", "{% set a %}x{{ n }}y{% endset %}{{ a }}", "{% set a | upper %}xyz{% endset %}{{ a }}", "{% set a | replace('x', 'q') | upper %}xyz{% endset %}{{ a }}", "{% set a %}{% set b = 1 %}{% endset %}{{ b }}", "{% set n = n + 1 %}{{ n }}", "{% if true %}{% set z = 1 %}{% endif %}{{ z }}", "{% if false %}{% set n = 1 %}{% endif %}{{ n }}", "{% if false %}{% set z = 1 %}{% else %}{% set z = 2 %}{% endif %}{{ z }}", "{% for i in [1,2] %}{% if i == 1 %}{% set n = 50 %}{% endif %}{{ n }} {% endfor %}", "{% for i in [1,2] %}{{ q }}{% set q = i %}{{ q }} {% endfor %}", "{% set q = 9 %}{% for i in [1,2] %}{{ q }}{% set q = i %}{{ q }} {% endfor %}{{ q }}",
 "{% if n > 5 %}a{% elif n > 3 %}b{% else %}c{% endif %}", "{% if 0 %}a{% elif 0 %}b{% elif 1 %}c{% else %}d{% endif %}", "{% if missing %}a{% endif %}b", "{% if 0 %}{{ 1 | nosuch }}{% endif %}ok", "{% if 1 %}{{ 1 | nosuch }}{% endif %}ok", "{% if 0 %}{% for x in [1] %}{{ 1 | nosuch }}{% endfor %}{% endif %}ok", "{{ (1 | nosuch) if 0 else 2 }}", "{{ 1 if 1 else (1 is nosuch) }}", "{% if 1 is nosuch %}{% endif %}",
 "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=5, a=4) }} {{ m() }}", "{% macro m(a, b=a) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }}", "{% macro m(a, b=1, c) %}{% endmacro %}", "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{% endmacro %}{{ m(z=2) }}", "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}", "{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=3) }}", "{% macro m() %}{{ caller() }}!{% endmacro %}{% call m() %}hi{% endcall %}", "{% macro m() %}{{ caller(1, 2) }}!{% endmacro %}{% call(a, b) m() %}{{ a }}{{ b }}{% endcall %}", "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}", "{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}", "{% macro m() %}x{% endmacro %}{% call m() %}hi{% endcall %}", "{% call n %}{% endcall %}", "{% call n() %}{% endcall %}",
 "{% macro f(x) %}{{ x * f(x - 1) | int if x > 1 else 1 }}{% endmacro %}{{ f(5) }}", "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}", "{{ a() }}{% macro a() %}A{% endmacro %}", "{% macro m() %}{{ x }}{% endmacro %}{% set x = 5 %}{{ m() }}", "{% set x = 5 %}{% macro m() %}{% set x = 6 %}{{ x }}{% endmacro %}{{ m() }}{{ x }}", "{% macro m(x) %}{% set x = x + 1 %}{{ x }}{% endmacro %}{{ m(1) }}", "{% for i in range(2) %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}", "{% macro m(a, b) %}{% endmacro %}{{ m.name }}{{ m.arguments }}", "{% macro m() %}{% endmacro %}{{ m is callable }}", "{% set f = m %}{% macro m() %}1{% endmacro %}{{ f }}", "{% macro m() %}1{% endmacro %}{% set f = m %}{{ f() }}", "{% macro m() %}[{{ n }}]{% endmacro %}{{ m() | upper ~ 'x' }}", "{% macro m(a, a) %}{% endmacro %}", "{% macro m(*a) %}{% endmacro %}",
 "{% macro m(a, b, c) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(*[1, 2], c=3) }}{{ m(1, **{'b': 2, 'c': 3}) }}{{ m(*list) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(**{'a': 1}, b=2) }}", "{{ range(*[1, 4]) | list }}", "{{ 'a,b' .split(*[',']) }}", "{% filter upper %}abc{{ n }}{% endfilter %}", "{% filter replace('a', 'b') | upper %}aac{% endfilter %}", "{% filter nosuch %}{% endfilter %}", "{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a }}", "{% with %}{% set a = 1 %}{{ a }}{% endwith %}{{ a }}", "{% with a = n %}{% set n = 1 %}{{ a }}{{ n }}{% endwith %}{{ n }}", "{% with a = 1, b = a %}{{ b }}{% endwith %}", "{% print n, text %}",
 "{% raw %}{{ x }}{% if %}{% endraw %}", "a {%- raw -%} {{ x }} {%- endraw -%} b", "{% raw %}\n x\n{% endraw %}\ny", "{# c #}a{# {{ x }} #}b", "{#- c -#}  a", "a {#- c #}", "a\n  {# c #}\nb", "{# unclosed", "{% raw %}unclosed", "{{ unclosed", "{% if 1 %}", "{% endif %}", "{% if 1 %}{% endfor %}", "{% nosuch %}", "{% %}", "{{ }}", "{{ 1 1 }}", "{{ (1 }}", "{{ 1) }}", "{{ [1, }}", "{{ {1: } }}", "{{ 'a }}", "{{ a.1.b }}", "{{ a. }}", "{{ a | }}", "{{ a is }}", "{{ a[ }}", "{{ f(a b) }}", "{{ f(a=1, 2) }}", "{{ f(**a, *b) }}", "{{ ? }}", "{{ a ! b }}", "{{ a = 1 }}", "{{ not }}", "{% for in x %}{% endfor %}", "{% for x y %}{% endfor %}", "{% for x in %}{% endfor %}", "{% set %}", "{% set x %}", "{% macro %}{% endmacro %}", "{% macro m %}{% endmacro %}", "{% if %}{% endif %}", "{% else %}", "{% elif 1 %}",
 "  {% if 1 %}\n  a\n  {% endif %}\nb\n", "  {%+ if 1 %}\n  a\n  {%+ endif %}\nb\n", "{% if 1 +%}\na{% endif +%}\nb", "a \n {%- if 1 -%} \n b \n {%- endif -%} \n c", "{{ 1 }}\n{{ 2 }}\n", "{{ 1 -}}\n  {{- 2 }}", "a  {{- 1 -}}  b", "a\n\n", "a\n", "\n", "", "\n\na", "a\r\nb\rc\r\n", "x{% if 1 %}\n\ny{% endif %}", "\t{% if 1 %}\ty{% endif %}", "x {% if 1 %}y{% endif %}", "{% if 1 %}a{% endif %}  {% if 1 %}b{% endif %}", "{% if 1 %}\n  {% if 1 %}\n    x\n  {% endif %}\n{% endif %}\n", "\u00a0{% if 1 %}x{% endif %}", "\u3000{%- if 1 %}x{% endif %}", "{% set x = 1 %}   {% set y = 2 %}\n   {{ x }}", "  {{ 1 }}  {# c #}  \n  z", "{{- 1 }}", "a{%- if 1 %} {%- endif %} b", "{%- for x in list -%}\n{{ x }}\n{%- endfor -%}", "a {% raw -%}  b  {%- endraw %} c", " {% raw %} {% endraw %} ", "{% raw %}a{% endraw +%}\nb", "{{ '{{' }}{{ '%}' }}", "{{ {'a': {'b': 1}}['a']['b'] }}", "{{ {'a': {}} }}", "{{ {'a': {'b': {}}}}}", "{% set x = {'a': 1} %}{{ x }}", "{{ 1 }}}", "{ { 1 } }", "{{'a'}}{{\"b\"}}", "{{ 'a\nb' }}", "{{ 'a\r\nb' }}", "{%if 1%}a{%endif%}", "{%-if 1-%}a{%-endif-%}", "{% if 1 %}{{ '\n' }}{% endif %}\n", "<{{ n }}>{{ n }}\n\n<", "{% for m in messages %}{{ '<|' + m.role + '|>' + m['content'] + '\n' }}{% endfor %}", "{{ 'a' + 'b' + n }}", "{{ 'a' + ('<' | safe) + '<' }}", "{{ [1] + [2] + [3] }}", "{{ 1 + 2 + 3.5 }}",
 "{% generation %}a{% endgeneration %}", "x{% generation %}a{{ n }}{% endgeneration %}y", "{% for m in messages %}{{ m.role }}{% generation %}{{ m.content }}{% endgeneration %}{% endfor %}", "{%- generation -%}  a  {%- endgeneration -%}  b", "{% generation %}{% set z = 1 %}{% endgeneration %}{{ z }}", "{% for x in [1] %}{% generation %}{% break %}{% endgeneration %}{% endfor %}", "{% for x in [1,2] %}{% generation %}{{ loop.index }}{% endgeneration %}{% endfor %}", "{% generation %}", "{% endgeneration %}", "{% generation x %}{% endgeneration %}",
 "{% include 'a' %}", "{% import 'a' as b %}", "{% from 'a' import b %}", "{% extends 'a' %}", "{% do 1 %}", "{% trans %}{% endtrans %}", "{% set x = joiner() %}{{ x() }}a{{ x() }}b{{ x() }}", "{% set c = cycler(1, 2) %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% set _ = c.reset() %}{{ c.next() }}", "{% set it = words | map('upper') %}{{ it | list }}{{ it | list }}", "{% set it = d | items %}{% for k, v in it %}{{ k }}{% endfor %}{% for k, v in it %}{{ k }}{% endfor %}", "{% set r = list | reverse %}{{ r | list }}{{ r | list }}", "{% for x in words | map('upper') %}{{ loop.last }}{{ x }}{% endfor %}", "{% for g in users | groupby('age') %}{{ g.grouper }}:{{ g.list | map(attribute='name') | join }}{% endfor %}", "{% for a, us in users | groupby('age') %}{{ a }}{{ us | length }}{% endfor %}", "{% for row in range(5) | batch(2, '-') %}{{ row | join }};{% endfor %}",
 "{% set ns = namespace(stop=false) %}{% for x in list if not ns.stop %}{{ x }}{% set ns.stop = true %}{% endfor %}", "{% set x = 1 %}{% for i in [1] %}{% for j in [1] %}{% set x = 2 %}{% endfor %}{{ x }}{% endfor %}{{ x }}", "{% for x in [1,2] %}{% for x in [3] %}{{ x }}{% endfor %}{{ x }}{% endfor %}", "{% for x in list %}{% endfor %}{{ x }}", "{% for x in list if x is odd %}{{ x }}{% endfor %}", "{% for i in range(3) if i != 1 %}{{ loop.index }}{{ i }}{{ loop.last }} {% endfor %}", "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}", "{% for x in (1, 2) if x %}{{ x }}{% endfor %}", "{% for x in [1, 2] if x else [3] %}{{ x }}{% endfor %}", "{% set x = 1 if true %}{{ x }}", "{{ 1, }}", "{{ (1, 2)[0] }}", "{{ -1 | abs }}", "{{ (-1) | abs }}", "{{ 2 * 3 | string }}", "{{ 1 + 1 | string }}", "{{ 'a' | upper + 'b' }}", "{{ not true | string }}", "{{ 'a' 'b' | upper }}", "{{ [1,2][0] | string + 'x' }}", "{{ 'x' if n is defined and n == 7 else 'y' }}", "{{ messages[0].role | upper ~ ':' }}", "{{ x.y.z if x is defined else 'no' }}", "{{ 5 is divisibleby 5 and 1 }}", "{{ n in list or n == 7 }}", "{{ - 3 % 2 }}", "{{ 2 ** - 1 }}", "{{ 1 if 1 == 1 and not 2 == 3 else 0 }}", "{{ a if b if c }}", "{{ {'a': 1}.a }}", "{{ [1, 2, 3].index(2) }}", "{{ 'abc'.upper().lower() }}", "{{ ('a', 'b') | join }}", "{{ d | length > 2 }}", "{{ 'a' < 'b' < 'c' }}", "{{ 1 < 2 in [2] }}", "{{ 1 in [1] == true }}", "{{ none | default('x', true) | upper }}", "{{ loop is defined }}", "{{ range is defined }}", "{{ namespace is defined }}", "{{ dict is defined }}", "{% set range = 5 %}{{ range }}", "{% set dict = 1 %}{{ dict }}", "{% for i in range(3) %}{% set range = 5 %}{{ range }}{% endfor %}", "{% if true: %}a{% endif %}", "{% for x in list: %}{{ x }}{% endfor %}",
]
# Jinja renders these; cact refuses them.
NARROWER = ["{{ (-8) ** 0.5 }}", "{{ '\\N{BULLET}' }}", "{{ 5[1:] }}", "{{ 'abc'.encode() }}", "{{ namespace() }}", "{{ 2 ** 64 }}", "{{ 9223372036854775807 + 1 }}", "{{ text | pprint }}", "{{ text | wordwrap }}", "{{ '<b>' | striptags }}", "{{ text | urlize }}", "{{ list | random }}", "{% block a %}{% endblock %}", "{% autoescape true %}{% endautoescape %}"]


def split(line):
    """Between bars that stand outside of quotes and brackets and without blanks around them."""
    parts, at, depth, quote, start = [], 0, 0, None, 0
    while at < len(line):
        c = line[at]
        if quote:
            at += c == "\\"
            quote = None if c == quote else quote
        elif c in "'\"":
            quote = c
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == "|" and depth == 0 and " " not in (line[at - 1], line[at + 1 : at + 2]):
            parts.append(line[start:at])
            start = at + 1
        at += 1
    return parts + [line[start:]]


def cases():
    return ["{{ " + e + " }}" for line in EXPRESSIONS.strip().split("\n") for e in split(line)] + STATEMENTS


class Now(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(MOMENT, datetime.timezone.utc).replace(tzinfo=None)


def expression(source):
    try:
        text = chat._cached_compile_jinja_template(source).render(**CONTEXT)
        text.encode()
        return {"source": source, "text": text}
    except Exception as error:
        return {"source": source, "error": type(error).__name__}


WORDS="add sort list tree parse JSON file the a of with and def return print(x) for in range(10): x += 1 é ü ß 日本語 😀 \u200d \u3000 <|im_end|> </s> <think> </think> {{x}} {%if%} \\n \"q\" 'q' & < > \u00a0 Ǆ İ".split(" ")
def text(r, kind=None):
    k = r.random()
    if k < .04: return ""
    if k < .07: return " \n\t "[: r.randint(1,4)]
    n = r.choice([1,3,8,20,60])
    out = []
    for _ in range(n):
        out.append(r.choice(WORDS)); 
        q=r.random()
        out.append("\n" if q<.08 else "\n\n" if q<.1 else "  " if q<.13 else "\t" if q<.14 else "\r\n" if q<.15 else " ")
    s="".join(out)
    if r.random()<.5: s=s.strip()
    if r.random()<.08: s="<think>\n"+text(r)+"\n</think>\n\n"+s
    return s
def value(r, d=0):
    k=r.randint(0,8 if d<2 else 5)
    if k==0: return r.randint(-5,1000000)
    if k==1: return r.choice([0.5,1e20,1e-7,3.0,-2.25])
    if k==2: return r.random()<.5
    if k==3: return None
    if k in (4,5): return text(r)[:40]
    if k==6: return [value(r,d+1) for _ in range(r.randint(0,3))]
    return {r.choice(["a","b","key x","é","items","type"]): value(r,d+1) for _ in range(r.randint(0,3))}
def call(r):
    args = {r.choice(["city","n","unit","deep","é"]): value(r) for _ in range(r.randint(0,3))}
    f={"name": r.choice(["get_weather","sum_up","f"]), "arguments": args}
    k=r.random()
    if k<.15:
        f["arguments"]=json.dumps(args)
    c={"type":"function","function":f}
    if r.random()<.5: c["id"]="call_%d"%r.randint(0,999)
    if r.random()<.1: c=f
    return c
def schema(r,d=0):
    props={}
    for _ in range(r.randint(0,3)):
        n=r.choice(["city","unit","n","when","list"])
        t=r.choice(["string","integer","array","object","number","boolean",["string","null"]])
        p={"type":t}
        if r.random()<.8: p["description"]=text(r)[:50]
        if t=="array": p["items"]={"type":r.choice(["string","integer"])} if r.random()<.7 else (schema(r,d+1) if d<1 else {})
        if t=="object" and d<2: p.update(schema(r,d+1))
        if r.random()<.2: p["enum"]=["a","b"]
        if r.random()<.1: p["nullable"]=True
        if r.random()<.1: p["default"]=value(r)
        props[n]=p
    s={"type":"object","properties":props}
    if r.random()<.7: s["required"]=[k for k in props if r.random()<.5]
    return s
def tool(r):
    f={"name":r.choice(["get_weather","sum_up","f"]),"description":text(r)[:80],"parameters":schema(r)}
    if r.random()<.15: f["return"]={"type":"string","description":"ret"}
    if r.random()<.1: del f["parameters"]
    return {"type":"function","function":f} if r.random()<.9 else f
def content(r):
    k=r.random()
    if k<.82: return text(r)
    parts=[]
    for _ in range(r.randint(0,3)):
        q=r.random()
        parts.append({"type":"text","text":text(r)} if q<.75 else {"type":r.choice(["image","video","audio"])} )
    return parts
def conversation(seed):
    r=random.Random(seed)
    n=r.randint(1,12)
    ms=[]
    if r.random()<.5: ms.append({"role":r.choice(["system"]*5+["developer"]),"content":content(r)})
    orderly=r.random()<.7
    while len(ms)<n:
        if orderly:
            ms.append({"role":"user","content":content(r)})
            a={"role":"assistant","content":content(r)}
            if r.random()<.25:
                a["tool_calls"]=[call(r) for _ in range(r.randint(1,2))]
                if r.random()<.4: a["content"]=None if r.random()<.5 else ""
                if r.random()<.1: del a["content"]
            if r.random()<.15: a[r.choice(["reasoning_content","thinking","reasoning"])]=text(r)
            if r.random()<.1: a["weight"]=r.choice([0,1,0.5])
            ms.append(a)
            if "tool_calls" in a:
                for c in a["tool_calls"]:
                    t={"role":"tool","content":text(r) if r.random()<.8 else content(r)}
                    if "id" in c: t["tool_call_id"]=c["id"]
                    if r.random()<.5: t["name"]=c.get("function",c)["name"]
                    ms.append(t)
                if r.random()<.7: ms.append({"role":"assistant","content":content(r)})
        else:
            m={"role":r.choice(["user","assistant","system","tool","function","developer","observation","weird"]),"content":content(r)}
            if r.random()<.1: m["name"]="bob"
            if r.random()<.1: m["tool_calls"]=[call(r)]
            ms.append(m)
    ms=ms[:12]
    v={"messages":ms,"add_generation_prompt":r.random()<.4}
    if r.random()<.35: v["tools"]=[tool(r) for _ in range(r.randint(1,3))]
    for key,vals in (("enable_thinking",[True,False]),("preserve_thinking",[True]),("reasoning_effort",["low","high"]),("documents",[[{"title":"T","text":"x"}]]),("date_string",["01 Jan 2025"])):
        if r.random()<.08: v[key]=r.choice(vals)
    return v

def digest(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{len(data)}:{h:016x}"


def rendered(template, given):
    """Text and the byte ranges of generation blocks, or None: refused."""
    given = dict(given)
    try:
        texts, indices = chat.render_jinja_template(
            [given.pop("messages")], tools=given.pop("tools", None), documents=given.pop("documents", None), chat_template=template,
            return_assistant_tokens_mask="endgeneration" in template, **given, **SPECIAL)
        text = texts[0]
        text.encode()
    except Exception:
        return None
    return text, [[len(text[:a].encode()), len(text[:b].encode())] for a, b in (indices[0] if indices else [])]


def outcome(template, given):
    found = rendered(template, given)
    if found is None:
        return "refused"
    return digest(found[0].encode()) + "".join(f" {a}-{b}" for a, b in found[1])


def main():
    chat.datetime = Now
    (OUT / "templates").mkdir(parents=True, exist_ok=True)
    templates = dict(OWN)
    for name in TEMPLATES:
        shutil.copyfile(TRL / f"{name}.jinja", OUT / "templates" / f"{name}.jinja")
        templates[name] = (TRL / f"{name}.jinja").read_text()
    for name, text in OWN.items():
        (OUT / "templates" / f"{name}.jinja").write_text(text)

    expressions = [e for e in map(expression, cases()) if " at 0x" not in e.get("text", "")]
    narrower = [e["source"] for e in map(expression, NARROWER) if "text" in e]
    assert len(narrower) == len(NARROWER), set(NARROWER) - set(narrower)
    write("expressions.json", {"moment": MOMENT, "context": CONTEXT, "narrower": narrower, "cases": expressions})

    conversations = []
    for seed in range(40):
        given = conversation(seed)
        given["messages"] = chat._normalize_chat_messages(given["messages"])
        conversations.append(given)
    outcomes = {name: [outcome(text, given) for given in conversations] for name, text in sorted(templates.items())}
    texts = {}
    for name in SHOWN:
        texts[name] = next(t[0] for t in (rendered(templates[name], given) for given in conversations) if t)
    for given in conversations:
        # As transformers hands them to a template.
        given["messages"] = chat._alias_reasoning_fields(chat._plain_template_data(given["messages"]))
        given.setdefault("tools", None)
        given.setdefault("documents", None)
        given.update(SPECIAL)
    write("conversations.json", {"moment": MOMENT, "texts": texts, "outcomes": outcomes, "conversations": conversations})


def write(name, value):
    def shown(value):
        if isinstance(value, list):
            return "[\n" + ",\n".join(json.dumps(x, ensure_ascii=False) for x in value) + "\n]"
        if isinstance(value, dict) and all(isinstance(x, list) for x in value.values()):
            return "{\n" + ",\n".join(json.dumps(k) + ": " + json.dumps(x) for k, x in value.items()) + "\n}"
        return json.dumps(value, ensure_ascii=False)

    (OUT / name).write_text("{" + ",\n".join(json.dumps(k) + ": " + shown(v) for k, v in value.items()) + "}\n")


if __name__ == "__main__":
    main()
