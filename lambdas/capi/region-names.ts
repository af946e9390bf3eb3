/**
 * The two-letter codes of the regions of the United States and Canada, their names (letters only, without accents), and
 * the abbreviations that came before the codes.
 */
export const regionNames = `
al alabama ala, ak alaska, az arizona ariz, ar arkansas ark, ca california calif, co colorado colo, ct connecticut conn,
de delaware del, fl florida fla, ga georgia, hi hawaii, id idaho, il illinois ill, in indiana ind, ia iowa,
ks kansas kans kan, ky kentucky, la louisiana, me maine, md maryland, ma massachusetts mass, mi michigan mich,
mn minnesota minn, ms mississippi miss, mo missouri, mt montana mont, ne nebraska nebr neb, nv nevada nev,
nh newhampshire, nj newjersey, nm newmexico, ny newyork, nc northcarolina, nd northdakota, oh ohio,
ok oklahoma okla, or oregon ore, pa pennsylvania penna penn, ri rhodeisland, sc southcarolina, sd southdakota,
tn tennessee tenn, tx texas tex, ut utah, vt vermont, va virginia, wa washington wash, wv westvirginia wva,
wi wisconsin wis, wy wyoming wyo, dc districtofcolumbia washingtondc, as americansamoa, gu guam,
mp northernmarianaislands, pr puertorico, vi usvirginislands virginislands, ab alberta alta, bc britishcolumbia,
mb manitoba, nb newbrunswick, nl newfoundland, ns novascotia, nt northwestterritories, nu nunavut, on ontario ont,
pe princeedwardisland pei, qc quebec que, sk saskatchewan sask, yt yukon
`;
