(()=>{const d=document,all=s=>[...d.querySelectorAll(s)],root=d.documentElement,main=d.querySelector("main").dataset,say=(t,c)=>{const e=d.createElement("span");e.className=c;e.textContent=t;return e};
let next;for(const t of all("time[data-end]")){const end=new Date(t.dataset.end),item=t.closest(".list li,.slot"),box=item&&(item.querySelector(".at")||item.lastElementChild);
if(t.dataset.off){const start=new Date(t.dateTime);if(-start.getTimezoneOffset()!=t.dataset.off)try{t.closest("p").append(d.createElement("br"),say(main.yours.replace("{time}",()=>new Intl.DateTimeFormat(root.lang=="en"?"en-GB":root.lang,{weekday:"short",day:"numeric",month:"short",hour:"2-digit",minute:"2-digit",timeZoneName:"short"}).formatRange(start,end)),"soft"))}catch{}}
if(item){if(end<Date.now()){item.classList.add("past");box.append(say(main.ended,"mark"))}else if(!next&&!item.classList.contains("off")){next=item;box.append(say(main.next,"mark next"))}}}
if(next){for(const e of all(".day"))e.open=!!e.querySelector(".slot:not(.past)")||location.hash=="#"+e.id;
if(next.matches(".slot")){next.classList.add("now");if(!location.hash&&d.querySelector(".slot.past"))next.scrollIntoView({block:"center"})}}
for(const e of all("li[data-end]"))if(new Date(e.dataset.end)<Date.now()){e.classList.add("past");e.lastElementChild.append(say(e.parentNode.dataset.ended,"mark"));e.parentNode.append(e)}
const feed=d.getElementById("feed");if(feed){const url=feed.value||feed.href;if(!feed.value)feed.textContent=url;
for(const a of all("[data-webcal]")){a.href=url.replace(/^https?/,"webcal");a.hidden=false}}
const ua=navigator.userAgent,fit=/Android/.test(ua)?"google":/iP(hone|ad|od)|Mac OS/.test(ua)?"apple":"apps";
for(const e of all("[data-for=apple]"))if(fit!="apple")e.hidden=true;
for(const m of all("[data-menu]")){const e=m.querySelector(`[data-for=${fit}]`);if(e){m.prepend(e);e.classList.add("first")}}
for(const b of all("[data-of]"))if(navigator.clipboard){const f=d.getElementById(b.dataset.of);b.hidden=false;b.onclick=()=>navigator.clipboard.writeText(f.value||f.href).then(()=>{b.textContent=b.dataset.copied})}
for(const m of all(".menu")){d.addEventListener("click",e=>{if(!m.contains(e.target))m.open=false});m.onkeydown=e=>{if(e.key=="Escape"){m.open=false;m.firstElementChild.focus()}}}
const r=new URLSearchParams(location.search).get("r"),now=d.getElementById("current");if(now&&r==now.dataset.r)now.hidden=false;
const out=d.getElementById("out");if(out&&/FBA[NV]|Instagram|LinkedInApp|GSA\/|TikTok|musical_ly|Bytedance|Twitter|MicroMessenger|Snapchat|Teams\/|; wv\)/.test(ua)){out.hidden=false;out.querySelector("a").href=/Android/.test(ua)?"intent"+location.href.slice(location.protocol.length-1)+"#Intent;scheme=https;end":"x-safari-"+location.href}
})()