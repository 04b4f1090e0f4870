#include "reports/html_parts.hpp"
#include "reports/ladder_svg.hpp"

namespace sipspec::reports {

namespace {

constexpr std::string_view page_style = R"css(
:root{--sans:"Inter","Segoe UI",system-ui,-apple-system,"Helvetica Neue","Noto Sans",sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;
--paper:#fbfbfa;--card:#fff;--raised:#f3f4f5;--ink:#1d2126;--muted:#606977;--faint:#8d95a1;
--rule:#e6e8eb;--rule-strong:#c6cbd2;--accent:#285a8c;--on-accent:#fff;
--pass:#23754a;--nonstrict:#8f5b00;--fail:#b8253a;--error:#7d2c9c;--inconc:#0b6880;--info:#285a8c;--out:#606977;
--pass-bg:#e7f3ec;--nonstrict-bg:#fbf0db;--fail-bg:#fbe8ea;--error-bg:#f4e8f8;--inconc-bg:#e3f2f6;--info-bg:#e7eff7;--out-bg:#eef0f2;
--mark:#ffd9dd;--mark-line:#b8253a}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--paper:#14171b;--card:#1a1e23;--raised:#22272e;--ink:#e3e6ea;--muted:#9aa4b1;--faint:#717b88;
--rule:#2a3038;--rule-strong:#424a55;--accent:#7db2e8;--on-accent:#10151b;
--pass:#6cc795;--nonstrict:#e0ac4f;--fail:#f4808d;--error:#cf94e6;--inconc:#65c3da;--info:#7db2e8;--out:#9aa4b1;
--pass-bg:#17301f;--nonstrict-bg:#33280f;--fail-bg:#3a1a20;--error-bg:#2e1b37;--inconc-bg:#10303a;--info-bg:#172b40;--out-bg:#252b33;
--mark:#5d2028;--mark-line:#f4808d}}
:root[data-theme=dark]{color-scheme:dark;--paper:#14171b;--card:#1a1e23;--raised:#22272e;--ink:#e3e6ea;--muted:#9aa4b1;--faint:#717b88;
--rule:#2a3038;--rule-strong:#424a55;--accent:#7db2e8;--on-accent:#10151b;
--pass:#6cc795;--nonstrict:#e0ac4f;--fail:#f4808d;--error:#cf94e6;--inconc:#65c3da;--info:#7db2e8;--out:#9aa4b1;
--pass-bg:#17301f;--nonstrict-bg:#33280f;--fail-bg:#3a1a20;--error-bg:#2e1b37;--inconc-bg:#10303a;--info-bg:#172b40;--out-bg:#252b33;
--mark:#5d2028;--mark-line:#f4808d}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
html{scroll-padding-top:64px}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 var(--sans);font-feature-settings:"cv05","ss03";-webkit-font-smoothing:antialiased}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
code,pre,.name,.req,.chip{font-family:var(--mono)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px;border-radius:3px}
.dim{color:var(--muted)}
body:not(.on) .js{display:none}
button,select,input{font:inherit;color:inherit}
button{background:var(--card);border:1px solid var(--rule-strong);border-radius:5px;padding:1px 9px;font-size:12px;cursor:pointer;color:var(--muted)}
button:hover{color:var(--ink);border-color:var(--muted)}
.top{max-width:1480px;margin:0 auto;padding:22px 28px 16px}
.brand{display:flex;align-items:center;gap:6px;color:var(--muted);font-size:12.5px}.brand b{color:var(--ink);letter-spacing:.02em}
.theme{margin-left:auto;border:0;background:none;font-size:16px;line-height:1}
h1{overflow-wrap:anywhere;font-size:30px;line-height:1.15;letter-spacing:-.02em;font-weight:650;margin:12px 0 6px}
h1 small{font-size:19px;font-weight:400;color:var(--muted);margin-left:10px;letter-spacing:-.01em}
.gate{overflow-wrap:anywhere;display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 12px;margin:0 0 14px;font-size:15.5px}
.gate b{padding:1px 11px;border-radius:5px;font-weight:600}.gate .dim{font-size:12.5px}
.gate.good b{background:var(--pass-bg);color:var(--pass)}.gate.bad b{background:var(--fail-bg);color:var(--fail)}
.bar{display:block;width:100%;height:4px;border-radius:2px;background:var(--rule)}
.top>.bar{height:8px;border-radius:4px;margin:0 0 16px}
.f-PASS{fill:var(--pass)}.f-INFO{fill:var(--info)}.f-NON_STRICT{fill:#d29a2f}.f-FAIL{fill:var(--fail)}.f-ERROR{fill:var(--error)}.f-INCONC{fill:var(--inconc)}
.f-UNIMPLEMENTED,.f-NOT_APPLICABLE,.f-SKIPPED,.f-NOTRUN{fill:var(--rule-strong)}
.facts{margin:0}dl.facts{display:flex;flex-wrap:wrap;gap:8px 30px}
dl.facts dt{font-size:11px;color:var(--muted);letter-spacing:.01em}dl.facts dd{margin:0;font-size:13px;font-variant-numeric:tabular-nums}
.cmd{display:flex;gap:8px;align-items:center;margin:14px 0 0}.cmd code,.repro{background:var(--raised);border-radius:5px;padding:4px 10px;font-size:12px;overflow-x:auto;white-space:pre}
.filters{position:sticky;top:0;z-index:3;display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:9px max(28px,calc((100vw - 1424px)/2));background:color-mix(in srgb,var(--paper) 94%,transparent);backdrop-filter:blur(6px);border-block:1px solid var(--rule)}
.filters input[type=search]{flex:1 1 230px;max-width:340px;background:var(--card);border:1px solid var(--rule-strong);border-radius:6px;padding:4px 10px}
.filters select{background:var(--card);border:1px solid var(--rule-strong);border-radius:6px;padding:4px 6px;font-size:12.5px;max-width:150px}
.filters output{margin-left:auto;color:var(--muted);font-size:12.5px;font-variant-numeric:tabular-nums}
.verdicts{display:flex;flex-wrap:wrap;gap:4px}
.v{display:inline-flex;align-items:baseline;gap:5px;font-size:11.5px;font-weight:600;letter-spacing:.02em;white-space:nowrap;color:var(--c);--c:var(--out);--b:var(--out-bg)}
.v i{font-style:normal;width:1.1em;text-align:center;font-weight:700}
.v-PASS{--c:var(--pass);--b:var(--pass-bg)}.v-INFO{--c:var(--info);--b:var(--info-bg)}.v-NON_STRICT{--c:var(--nonstrict);--b:var(--nonstrict-bg)}
.v-FAIL{--c:var(--fail);--b:var(--fail-bg)}.v-ERROR{--c:var(--error);--b:var(--error-bg)}.v-INCONC,.v-NOTRUN{--c:var(--inconc);--b:var(--inconc-bg)}
.verdicts label{cursor:pointer;padding:3px 9px 3px 6px;border-radius:6px;border:1px solid transparent;background:var(--b)}
.verdicts label b{font-variant-numeric:tabular-nums}
.verdicts label:has(:checked){border-color:var(--c);box-shadow:inset 0 0 0 1px var(--c)}
.verdicts input{position:absolute;opacity:0;pointer-events:none}.verdicts label:focus-within{outline:2px solid var(--accent);outline-offset:1px}
.columns{display:grid;grid-template-columns:236px minmax(0,1fr);gap:32px;max-width:1480px;margin:0 auto;padding:20px 28px 80px}
nav{position:sticky;top:64px;align-self:start;max-height:calc(100vh - 80px);overflow:auto}
nav ul{list-style:none;margin:0;padding:0}
nav a{display:grid;grid-template-columns:1fr auto;gap:1px 8px;padding:5px 8px;border-radius:6px;color:var(--ink);font-size:12.5px;line-height:1.35}
nav a:hover{background:var(--raised);text-decoration:none}
nav em{font-style:normal;color:var(--muted);font-size:11.5px;font-variant-numeric:tabular-nums}nav em.bad{color:var(--fail);font-weight:600}
nav .bar{grid-column:1/-1;height:3px;margin-top:3px}
h2{font-size:16px;font-weight:650;letter-spacing:-.01em;margin:0 0 8px}h2 em,h3 em{font-style:normal;font-weight:400;color:var(--muted)}
.failures{background:var(--card);border:1px solid var(--rule);border-left:3px solid var(--fail);border-radius:8px;padding:14px 18px;margin-bottom:26px}
.failures ol{list-style:none;margin:0;padding:0}
.failures>ol>li{display:grid;grid-template-columns:122px minmax(0,1fr);gap:2px 14px;padding:4px 0;align-items:baseline}
.failures summary{cursor:pointer;list-style:none}.failures summary::before{content:"▸";color:var(--muted);margin-right:7px}.failures [open]>summary::before{content:"▾"}
.failures summary>b{font-family:var(--mono);font-size:12.5px;margin-right:6px}.failures summary>i{font-style:normal;color:var(--muted);font-size:12px;margin-right:6px}.failures summary>em{font-style:normal;color:var(--muted);font-size:12px;white-space:nowrap;margin-left:4px}
.failures ul{list-style:none;margin:4px 0 8px;padding:0 0 0 18px}.failures ul li{padding:2px 0}
.failures a{font-family:var(--mono);font-size:12.5px}.failures a+span{color:var(--muted);font-size:13px;margin-left:10px}
.group{margin-bottom:26px}
h3{display:flex;gap:12px;align-items:baseline;font-size:14px;font-weight:650;margin:0;padding:0 0 7px;border-bottom:1px solid var(--rule-strong)}
h3 em{display:flex;gap:9px;font-size:12px;margin-left:auto;font-variant-numeric:tabular-nums}h3 em span{color:var(--c,var(--out))}
.case{border-bottom:1px solid var(--rule)}
.case>summary{display:grid;grid-template-columns:122px minmax(240px,2fr) minmax(0,3fr) 74px;gap:14px;align-items:baseline;padding:5px 8px 5px 4px;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
.case>summary:hover{background:var(--raised)}
.case .name{font-size:12.5px;overflow-wrap:anywhere}.case .name small{color:var(--muted);font-size:11px;white-space:nowrap}
.case .title{color:var(--muted);font-size:13px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.case time,.msg time{color:var(--muted);font-size:12px;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.case[data-v=FAIL]>summary .title,.case[data-v=ERROR]>summary .title{color:var(--ink)}
.disp{margin-left:8px;font:600 10.5px var(--sans);color:var(--nonstrict);border:1px solid currentColor;border-radius:4px;padding:0 5px}
.case[open]{background:var(--card);border:1px solid var(--rule-strong);border-radius:8px;margin:8px -10px 14px;padding:0 10px;box-shadow:0 1px 3px rgb(0 0 0/.05)}
.case[open]>summary{border-bottom:1px solid var(--rule)}.case[open]>summary:hover{background:none}
.pane{padding:14px 6px 16px}
h4{font-size:18px;line-height:1.3;font-weight:650;letter-spacing:-.01em;margin:0 0 4px;max-width:56em}
.purpose{margin:0 0 10px;max-width:68ch;color:var(--muted)}
.chips{display:flex;flex-wrap:wrap;gap:5px;margin:0 0 14px}
.chip{background:var(--raised);border-radius:5px;padding:2px 8px;font-size:11.5px;overflow-wrap:anywhere}.chip b{font-family:var(--sans);font-weight:400;color:var(--muted);margin-right:6px}
.alarm{background:var(--fail-bg);color:var(--fail);border-radius:6px;padding:7px 12px;font-weight:600;margin:0 0 14px}
.reason{margin:0 0 14px;font-size:15px}
.finding{border:1px solid var(--rule);border-left:3px solid var(--c);border-radius:7px;padding:11px 16px 13px;margin:0 0 12px}
.finding header{display:flex;flex-wrap:wrap;gap:4px 11px;align-items:baseline;font-size:12.5px}
.finding header .v{background:var(--b);border-radius:4px;padding:1px 8px 1px 4px}
.no{color:var(--c);font-variant-numeric:tabular-nums;font-size:11.5px}
.finding header .no{margin-left:-5px;order:-1;min-width:1.1em;text-align:center}
.level{font-weight:650;letter-spacing:.02em}.req{font-size:11.5px;color:var(--muted)}
.what{font-size:15px;font-weight:550;margin:6px 0 4px}
blockquote{margin:0 0 9px;padding:0;color:var(--muted);max-width:76ch}
blockquote::before{content:"“"}blockquote::after{content:"”"}
.finding dl{display:grid;grid-template-columns:88px 1fr;gap:3px 14px;margin:0;font-size:13px}
.finding dt{color:var(--muted);text-align:right}.finding dd{margin:0;overflow-wrap:anywhere}
.finding dd.value{font-family:var(--mono);font-size:12.5px}
.finding dd i{font:italic 12px var(--sans);color:var(--muted);margin:0 6px}
.exchange{display:grid;grid-template-columns:minmax(0,auto) minmax(340px,1fr);gap:24px;margin-top:16px;align-items:start}
figure{margin:0}figcaption,h5{display:flex;gap:10px;align-items:center;font-size:12.5px;font-weight:600;color:var(--muted);margin:0 0 6px;min-height:22px}
.rel[aria-pressed=true]{color:var(--accent);border-color:var(--accent)}
.scroll{overflow-x:auto;border:1px solid var(--rule);border-radius:7px;padding:4px 0 0;background:var(--card)}
.rungs.between .abs{display:none}.rungs.between .rel{display:inline}
.ladder a:hover .hit,.ladder a:focus .hit{fill:var(--raised)}.ladder a.chosen .hit{fill:var(--info-bg)}
.ladder a{outline:none}.ladder a:focus-visible .hit{stroke:var(--accent);stroke-width:1.5}.ladder a:hover{text-decoration:none}
.messages{min-width:0}
.msg{border-bottom:1px solid var(--rule)}.msg.again>summary{color:var(--muted)}
.msg>summary{display:flex;gap:9px;align-items:baseline;cursor:pointer;padding:3px 4px;list-style:none;font-size:12.5px}
.msg>summary:hover{background:var(--raised)}
.msg .n{color:var(--muted);min-width:2.1em;font-variant-numeric:tabular-nums}.msg .dir{color:var(--accent);font-weight:600}.msg .sum{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-family:var(--mono);font-size:12px}
.msg[open]>summary .sum{white-space:normal;overflow-wrap:anywhere;font-weight:600}
p.facts,.same{margin:2px 4px 6px;font-size:12px;color:var(--muted)}
pre{margin:0 0 10px;padding:10px 12px;background:var(--raised);border-radius:6px;font-size:12px;line-height:1.5;white-space:pre-wrap;overflow-wrap:anywhere;max-height:560px;overflow:auto;tab-size:4}
pre i{font-style:normal;color:var(--inconc);opacity:.85}pre .fold{color:var(--muted);font-family:var(--sans)}
mark{background:var(--mark);color:inherit;border-bottom:2px solid var(--mark-line);border-radius:2px;padding:0 1px}
.checks{margin-top:14px}.checks>summary{cursor:pointer;color:var(--accent);font-size:13px;list-style:none}.checks>summary::before{content:"▸ "}.checks[open]>summary::before{content:"▾ "}
table{border-collapse:collapse;width:100%;font-size:12.5px;margin-top:6px}th{text-align:left;font-weight:600;color:var(--muted);font-size:11.5px}
td,th{padding:3px 12px 3px 0;border-bottom:1px solid var(--rule);vertical-align:baseline;overflow-wrap:anywhere}
.attempt{margin:8px 0 0;font-size:13px}
.foot{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:16px 0 0}
.foot .repro{min-width:0;max-width:100%}
.cap::before{content:"↓ "}
.device ul{list-style:none;padding:0;margin:6px 0}.device time{display:inline-block;min-width:76px;color:var(--muted)}
.plain{max-width:1424px;margin:0 auto 40px}.plain caption{text-align:left;font-weight:600;padding:8px 0}
[hidden]{display:none!important}
@media (max-width:1180px){.columns{grid-template-columns:1fr;gap:12px}nav{position:static;max-height:none}nav ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:2px 14px}.exchange{grid-template-columns:1fr}}
@media (max-width:760px){.top,.columns{padding-inline:16px}.filters{padding-inline:16px;position:static}.case>summary{grid-template-columns:96px 1fr 64px}.case .title{grid-column:1/-1;grid-row:2;white-space:normal}.failures>ol>li{grid-template-columns:1fr}.exchange{grid-template-columns:minmax(0,1fr)}}
@media print{.filters,nav,button,noscript{display:none}.columns{display:block;padding:0}body{background:#fff}.case{break-inside:avoid}}
)css";

}  // namespace

std::string_view html_style() {
  static const std::string style = std::string(page_style) + std::string(ladder_style());
  return style;
}

}  // namespace sipspec::reports
