/// The parts of pages and drawings that are the same for all plans.
enum PageText {
  /// The colours, for light and for dark screens.
  static let colours = """
    :root{--ground:#f6f7f9;--paper:#fff;--ink:#1d2330;--soft:#667085;--edge:#d5dae3;--line:#9aa4b5;--run:#12805c;\
    --skip:#98a1b2;--may:#b26a00;--accent:#2f5fe0;--shade:rgba(20,30,60,.035)}
    @media (prefers-color-scheme:dark){:root{--ground:#12151c;--paper:#1b2029;--ink:#e6e9f0;--soft:#98a2b5;\
    --edge:#323a49;--line:#5a6579;--run:#43c795;--skip:#7b8598;--may:#f0b04f;--accent:#8aa8ff;--shade:rgba(0,0,0,.18)}}

    """

  /// How drawings look.
  static let drawing = """
    svg{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    .ground{fill:var(--ground)}
    .line{fill:none;stroke:var(--line);stroke-width:1.6}
    .tip{fill:var(--line)}
    .card rect{fill:var(--paper);stroke:var(--edge);stroke-width:1.2}
    .card circle{fill:var(--run);stroke:var(--run);stroke-width:1.6}
    .card.skip rect{stroke-dasharray:4 3;fill:var(--ground)}
    .card.skip circle{fill:none;stroke:var(--skip)}
    .card.deferred circle{fill:none;stroke:var(--may)}
    .card .half{fill:var(--may)}
    .name{font-size:13px;font-weight:600;fill:var(--ink)}
    .what{font-size:11px;fill:var(--soft)}
    .card.skip .name{fill:var(--soft);font-weight:500}
    .frame{fill:var(--shade);stroke:var(--edge);stroke-width:1.2}
    .frame.skip{fill:none;stroke-dasharray:4 3}
    .frame.deferred{stroke:var(--may);stroke-dasharray:2 3}
    .light{fill:none;stroke:var(--edge);stroke-dasharray:2 4}

    """

  /// How the rest of the page looks.
  static let page = """
    *{box-sizing:border-box}
    html{color-scheme:light dark}
    body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
    "Helvetica Neue",Arial,sans-serif}
    a{color:var(--accent)}
    header{padding:20px 28px 8px;margin-right:420px}
    h1{font-size:22px;margin:0;overflow-wrap:anywhere}
    header p,.why{color:var(--soft);margin:2px 0}
    main{padding:0 28px 60px;margin-right:420px}
    h2{font-size:17px;margin:0;display:inline}
    section{margin-top:22px}
    section summary{cursor:pointer}
    figure{margin:10px 0 0;border:1px solid var(--edge);border-radius:12px;position:relative}
    .view{overflow:auto;max-height:82vh;border-radius:12px;display:grid;cursor:grab;touch-action:pan-x pan-y}
    .view.held{cursor:grabbing;user-select:none}
    .view svg{margin:auto;display:block;flex:none}
    .zoom{position:absolute;right:10px;top:10px;display:flex;gap:4px}
    .zoom button{width:30px;height:30px;border:1px solid var(--edge);border-radius:7px;background:var(--paper);\
    color:var(--ink);font:16px/1 system-ui,sans-serif;cursor:pointer}
    .badge{font-size:12px;font-weight:600;padding:1px 9px;border-radius:99px;margin-left:8px;border:1px solid;\
    white-space:nowrap}
    .badge.run{color:var(--run)}.badge.skip{color:var(--soft);border-style:dashed}.badge.deferred{color:var(--may)}
    a.card,a.head{cursor:pointer;text-decoration:none;outline:none}
    a.card:hover rect{stroke:var(--accent)}
    a.card:focus-visible rect,a.chosen.card rect{stroke:var(--accent);stroke-width:2.4}
    a.head:focus-visible .name,a.chosen.head .name,a.head:hover .name{fill:var(--accent)}
    .line.chosen{stroke:var(--accent);stroke-width:2.6}
    aside{position:fixed;top:0;right:0;bottom:0;width:420px;overflow:auto;background:var(--paper);\
    border-left:1px solid var(--edge);padding:22px 24px}
    aside article{display:none;outline:none}
    aside .badge{margin-left:0}
    aside article:target{display:block}
    aside:has(article:target) .hint{display:none}
    .hint{color:var(--soft)}
    .hint span{display:inline-block;width:20px;text-align:center}
    aside h3{font-size:18px;margin:0 40px 4px 0;overflow-wrap:anywhere}
    .close{position:absolute;right:18px;top:18px;text-decoration:none;font-size:20px;line-height:1;padding:6px}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 14px;margin:14px 0}
    dt{color:var(--soft)}
    dd{margin:0;overflow-wrap:anywhere}
    h4{margin:18px 0 6px;font-size:13px;color:var(--soft);font-weight:600}
    pre,td,code{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    pre{background:var(--ground);border:1px solid var(--edge);border-radius:8px;padding:9px 11px;margin:0 0 6px;\
    white-space:pre-wrap;overflow-wrap:anywhere}
    table{border-collapse:collapse;width:100%}
    td{padding:2px 0;vertical-align:top;overflow-wrap:anywhere;border-top:1px solid var(--edge)}
    td:first-child{padding-right:12px;width:42%}
    .secret{color:var(--may)}
    aside details summary{cursor:pointer;color:var(--soft);font-size:13px;margin-top:10px}
    @media (max-width:900px){main{margin-right:0;padding:0 14px 50vh}header{margin-right:0;padding:16px 14px 4px}\
    aside{top:auto;left:0;width:auto;height:46vh;border-left:0;border-top:1px solid var(--edge)}}
    @media print{aside,.zoom{display:none}main{margin-right:0}.view{max-height:none;overflow:visible}}

    """

  /// What the page does beyond links, which work without it: it marks what is chosen, zooms and drags.
  static let script = """
    "use strict";
    const views=[...document.querySelectorAll(".view")];
    function choose(){
      const id=decodeURIComponent(location.hash.slice(1));
      for(const e of document.querySelectorAll(".chosen"))e.classList.remove("chosen");
      if(!id)return;
      for(const e of document.querySelectorAll("a.card,a.head"))
        if(e.getAttribute("href")==="#"+id)e.classList.add("chosen");
      for(const e of document.querySelectorAll(".line"))
        if(e.dataset.ends.split(" ").includes(id))e.classList.add("chosen");
      const a=document.getElementById(id);
      if(a&&a.tagName==="ARTICLE"){a.closest("aside").scrollTop=0;}
    }
    addEventListener("hashchange",choose);
    addEventListener("keydown",e=>{if(e.key==="Escape"&&location.hash){const c=document.querySelector(".chosen");
      location.hash="";if(c)c.focus();}});
    for(const view of views){
      const svg=view.querySelector("svg");
      const width=svg.width.baseVal.value,height=svg.height.baseVal.value;
      let scale=1;
      const zoom=s=>{scale=Math.min(3,Math.max(.1,s));svg.setAttribute("width",width*scale);
        svg.setAttribute("height",height*scale);};
      const fit=()=>zoom(Math.min(1,(view.clientWidth-2)/width));
      const bar=view.parentElement.querySelector(".zoom");
      bar.hidden=false;
      const [less,whole,more]=bar.querySelectorAll("button");
      less.onclick=()=>zoom(scale/1.25);more.onclick=()=>zoom(scale*1.25);
      whole.onclick=()=>scale<1?zoom(1):fit();
      if(width>view.clientWidth)zoom(Math.max(.45,view.clientWidth/width));
      view.scrollLeft=(view.scrollWidth-view.clientWidth)/2;
      view.addEventListener("wheel",e=>{if(e.ctrlKey){e.preventDefault();zoom(scale*Math.exp(-e.deltaY/200));}},
        {passive:false});
      let from=null,moved=false;
      view.addEventListener("pointerdown",e=>{if(e.button===0&&e.pointerType==="mouse"){
        from=[e.clientX,e.clientY,view.scrollLeft,view.scrollTop];moved=false;}});
      addEventListener("pointermove",e=>{if(!from)return;
        const x=e.clientX-from[0],y=e.clientY-from[1];
        if(!moved&&Math.hypot(x,y)<5)return;
        moved=true;view.classList.add("held");view.scrollLeft=from[2]-x;view.scrollTop=from[3]-y;});
      addEventListener("pointerup",()=>{from=null;view.classList.remove("held");});
      view.addEventListener("click",e=>{if(moved){e.preventDefault();moved=false;}},true);
      view.addEventListener("dragstart",e=>e.preventDefault());
    }
    choose();

    """

  /// The SHA-256 of `script` in Base64: no other program may run in the page.
  static let scriptHash = "0omK1BtCkc7SUEzx6XeTJvWYE+aanbcb9u1obyHEHgg="
}
