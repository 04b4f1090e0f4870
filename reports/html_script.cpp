#include "reports/html_parts.hpp"

namespace sipspec::reports {

// The hash is "#<row>?<filter>": "#rfc3428/8/a?v=FAIL&q=accept". Nothing is made from texts of the
// page; rows are only shown, hidden and opened.
std::string_view html_script() {
  return R"js(
(function(){
'use strict';
var form=document.getElementById('filters'),rows=[].slice.call(document.querySelectorAll('.case')),
groups=[].slice.call(document.querySelectorAll('.group')),none=document.getElementById('none'),
out=form.querySelector('output'),busy=false;
document.body.classList.add('on');
var texts=rows.map(function(r){
 var f=[].map.call(r.querySelectorAll('.req,.what'),function(e){return e.textContent}).join(' ');
 return (r.id+' '+r.querySelector('summary').textContent+' '+r.querySelector('h4').textContent+' '+f).toLowerCase();
});
function parts(){
 var h=location.hash.slice(1),q=h.indexOf('?');
 var row=q<0?h:h.slice(0,q);
 try{row=decodeURIComponent(row)}catch(e){}
 return {row:row,query:new URLSearchParams(q<0?'':h.slice(q+1))};
}
function query(){
 var p=new URLSearchParams();
 ['q','r','t','g'].forEach(function(n){var f=form.elements[n];if(f&&f.value)p.set(n,f.value)});
 var v=[].filter.call(form.querySelectorAll('[name=v]'),function(c){return c.checked}).map(function(c){return c.value});
 if(v.length)p.set('v',v.join(','));
 return p;
}
function fill(p){
 ['q','r','t','g'].forEach(function(n){var f=form.elements[n];if(f)f.value=p.get(n)||''});
 var v=(p.get('v')||'').split(',');
 [].forEach.call(form.querySelectorAll('[name=v]'),function(c){c.checked=v.indexOf(c.value)>=0});
}
function apply(){
 var p=query(),words=(p.get('q')||'').toLowerCase().split(/\s+/).filter(Boolean),
 v=p.get('v')?p.get('v').split(','):[],shown=0;
 rows.forEach(function(r,i){
  var d=r.dataset,ok=(!v.length||v.indexOf(d.v)>=0)&&(!p.get('r')||d.r===p.get('r'))&&(!p.get('t')||d.t===p.get('t'))
   &&(!p.get('g')||d.g.split(' ').indexOf(p.get('g'))>=0)&&words.every(function(w){return texts[i].indexOf(w)>=0});
  r.hidden=!ok;shown+=ok?1:0;
 });
 groups.forEach(function(g){g.hidden=!g.querySelector('.case:not([hidden])')});
 none.hidden=shown>0||!rows.length;
 out.textContent=shown===rows.length?rows.length+' cases':shown+' of '+rows.length+' cases';
}
function remember(row){
 var p=query().toString().replace(/%2C/g,','),h=(row===undefined?parts().row:row)+(p?'?'+p:'');
 busy=true;
 try{history.replaceState(null,'',h?'#'+h:location.pathname+location.search)}catch(e){location.hash=h}
 busy=false;
}
function go(){
 var h=parts();fill(h.query);apply();
 var e=h.row&&document.getElementById(h.row);
 if(!e)return;
 if(e.classList.contains('case')){e.hidden=false;e.open=true}
 if(e.classList.contains('msg')){choose(e.id);return}
 e.scrollIntoView();
}
function choose(id){
 var m=document.getElementById(id);if(!m)return;
 var pane=m.closest('.exchange');
 m.closest('.case').open=true;
 [].forEach.call(pane.querySelectorAll('.msg'),function(o){o.open=o===m});
 mark(pane,id);
 m.scrollIntoView({block:'nearest'});
}
function mark(pane,id){
 [].forEach.call(pane.querySelectorAll('.ladder a'),function(a){a.classList.toggle('chosen',a.dataset.m===id)});
}
function copy(text,button){
 function done(){var old=button.textContent;button.textContent='copied';setTimeout(function(){button.textContent=old},1200)}
 function byHand(){
  var t=document.createElement('textarea');t.value=text;document.body.appendChild(t);t.select();
  try{document.execCommand('copy');done()}catch(e){}
  t.remove();
 }
 if(navigator.clipboard&&navigator.clipboard.writeText)navigator.clipboard.writeText(text).then(done,byHand);else byHand();
}
form.addEventListener('input',function(){apply();remember()});
form.addEventListener('reset',function(){setTimeout(function(){apply();remember()})});
form.addEventListener('submit',function(e){e.preventDefault()});
document.addEventListener('click',function(e){
 var t=e.target,a=t.closest('[data-m]');
 if(a){e.preventDefault();choose(a.dataset.m);return}
 if(t.closest('.copy')){copy(t.closest('p').querySelector('code').textContent,t.closest('.copy'));return}
 if(t.closest('button.rel')){var b=t.closest('button.rel'),on=t.closest('.rungs').classList.toggle('between');b.setAttribute('aria-pressed',String(on));return}
 if(t.closest('.theme')){
  var root=document.documentElement,dark=root.dataset.theme?root.dataset.theme==='dark':matchMedia('(prefers-color-scheme:dark)').matches;
  root.dataset.theme=dark?'light':'dark';
 }
});
document.addEventListener('toggle',function(e){
 var d=e.target;
 if(d.classList.contains('case'))remember(d.open?d.id:(parts().row===d.id?'':undefined));
 if(d.classList.contains('msg')&&d.open)mark(d.closest('.exchange'),d.id);
},true);
document.addEventListener('keydown',function(e){
 if(e.key==='/'&&!/INPUT|SELECT|TEXTAREA/.test(e.target.tagName)){e.preventDefault();form.elements.q.focus()}
});
window.addEventListener('hashchange',function(){if(!busy)go()});
go();
})();
)js";
}

}  // namespace sipspec::reports
