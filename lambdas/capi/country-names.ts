/**
 * Each country's ISO-2 code, then its ISO-3 code and the names under which shops know it: letters only, lower-case,
 * without accents. Two-letter codes and names from ISO 3166 and Unicode's CLDR (English), the older and the official
 * names that Meta's parameter builder knows, and what some countries call themselves.
 */
export const countryNames = `
ad and andorra, ae are unitedarabemirates uae emirates الامارات, af afg afghanistan, ag atg antigua, ai aia
anguilla, al alb albania shqiperia, am arm armenia հայաստան, ao ago angola, aq ata antarctica, ar arg argentina, as
asm americansamoa, at aut austria osterreich, au aus australia, aw abw aruba, ax ala aland, az aze azerbaijan, ba
bih bosnia, bb brb barbados, bd bgd bangladesh, be bel belgium belgie belgique, bf bfa burkinafaso, bg bgr bulgaria
българия, bh bhr bahrain, bi bdi burundi, bj ben benin, bl blm stbarthelemy saintbarthelemy, bm bmu bermuda, bn brn
brunei, bo bol bolivia, bq bes caribbeannetherlands bonaire, br bra brazil brasil, bs bhs bahamas thebahamas, bt btn
bhutan, bv bvt bouvetisland, bw bwa botswana, by blr belarus беларусь, bz blz belize, ca can canada, cc cck
cocosislands, cd cod congothedemocraticrepublicofthe democraticrepublicofthecongo democraticrepublicofcongo drcongo
congokinshasa, cf caf centralafricanrepublic, cg cog congo republicofthecongo, ch che switzerland schweiz suisse
svizzera svizra, ci civ cotedivoire ivorycoast, ck cok cookislands, cl chl chile, cm cmr cameroon cameroun, cn chn
china 中国 中國, co col colombia, cr cri costarica, cu cub cuba, cv cpv capeverde caboverde, cw cuw curacao, cx cxr
christmasisland, cy cyp cyprus, cz cze czechia czechrepublic cesko, de deu germany deutschland allemagne, dj dji
djibouti, dk dnk denmark danmark danemark, dm dma dominica, do dom dominicanrepublic republicadominicana, dz dza
algeria algerie الجزاير, ec ecu ecuador, ee est estonia eesti, eg egy egypt مصر, eh esh westernsahara, er eri
eritrea, es esp spain espana, et eth ethiopia, fi fin finland suomi, fj fji fiji, fk flk falklandislands, fm fsm
micronesia federatedstatesofmicronesia, fo fro faroeislands, fr fra france frankreich, ga gab gabon, gb gbr
unitedkingdom greatbritain britain england scotland wales northernireland vereinigteskonigreich royaumeuni
reinounido, gd grd grenada, ge geo georgia საქართველო, gf guf frenchguiana, gg ggy guernsey, gh gha ghana, gi gib
gibraltar, gl grl greenland, gm gmb gambia thegambia, gn gin guinea, gp glp guadeloupe, gq gnq equatorialguinea, gr
grc greece ελλαδα ellada hellas, gs sgs southgeorgia, gt gtm guatemala, gu gum guam, gw gnb guineabissau, gy guy
guyana, hk hkg hongkong 香港, hm hmd heardmcdonaldislands heardandmcdonaldislands, hn hnd honduras, hr hrv croatia
hrvatska, ht hti haiti, hu hun hungary magyarorszag, id idn indonesia, ie irl ireland eire, il isr israel ישראל, im
imn isleofman, in ind india भरत bharat, io iot britishindianoceanterritory, iq irq iraq العراق, ir irn iran ایران,
is isl iceland, it ita italy italia, je jey jersey, jm jam jamaica, jo jor jordan الاردن, jp jpn japan 日本, ke ken
kenya, kg kgz kyrgyzstan, kh khm cambodia, ki kir kiribati, km com comoros, kn kna saintkitts stkitts, kp prk
northkorea koreademocraticpeoplesrepublicof, kr kor southkorea korearepublicof republicofkorea 대한민국, kw kwt
kuwait الكويت, ky cym caymanislands, kz kaz kazakhstan қазақстан, la lao laos laopeoplesdemocraticrepublic, lb lbn
lebanon لبنان, lc lca stlucia saintlucia, li lie liechtenstein, lk lka srilanka, lr lbr liberia, ls lso lesotho, lt
ltu lithuania lietuva, lu lux luxembourg luxemburg letzebuerg, lv lva latvia latvija, ly lby libya, ma mar morocco
المغرب maroc, mc mco monaco, md mda moldova, me mne montenegro crnagora, mf maf stmartin saintmartin, mg mdg
madagascar madagasikara, mh mhl marshallislands, mk mkd northmacedonia macedonia, ml mli mali, mm mmr myanmar burma,
mn mng mongolia, mo mac macao macau 澳門, mp mnp northernmarianaislands, mq mtq martinique, mr mrt mauritania, ms msr
montserrat, mt mlt malta, mu mus mauritius, mv mdv maldives, mw mwi malawi, mx mex mexico, my mys malaysia, mz moz
mozambique, na nam namibia, nc ncl newcaledonia, ne ner niger, nf nfk norfolkisland, ng nga nigeria, ni nic
nicaragua, nl nld netherlands thenetherlands holland nederland niederlande, no nor norway norge noreg, np npl nepal,
nr nru nauru, nu niu niue, nz nzl newzealand, om omn oman, pa pan panama, pe per peru, pf pyf frenchpolynesia, pg
png papuanewguinea, ph phl philippines thephilippines pilipinas, pk pak pakistan, pl pol poland polska, pm spm
saintpierre stpierre, pn pcn pitcairn, pr pri puertorico, ps pse palestinianterritories palestine
palestinianterritory stateofpalestine, pt prt portugal, pw plw palau, py pry paraguay, qa qat qatar قطر, re reu
reunion, ro rou romania, rs srb serbia srbija србија, ru rus russia россия, rw rwa rwanda, sa sau saudiarabia ksa
السعودية المملكةالعربيةالسعودية, sb slb solomonislands, sc syc seychelles, sd sdn sudan, se swe sweden sverige, sg
sgp singapore, sh shn sthelena sainthelena, si svn slovenia slovenija, sj sjm svalbard, sk svk slovakia slovensko,
sl sle sierraleone, sm smr sanmarino, sn sen senegal, so som somalia, sr sur suriname, ss ssd southsudan, st stp
saotome, sv slv elsalvador, sx sxm sintmaarten, sy syr syria, sz swz eswatini swaziland, tc tca turkscaicosislands
turksandcaicos, td tcd chad, tf atf frenchsouthernterritories, tg tgo togo, th tha thailand ประเทศไทย ไทย, tj tjk
tajikistan, tk tkl tokelau, tl tls timorleste easttimor, tm tkm turkmenistan, tn tun tunisia tunisie تونس, to ton
tonga, tr tur turkiye turkey, tt tto trinidad, tv tuv tuvalu, tw twn taiwan 臺灣 台灣 台湾, tz tza tanzania, ua ukr
ukraine украіна, ug uga uganda, um umi usoutlyingislands unitedstatesminoroutlyingislands, us usa unitedstates
estadosunidos etatsunis vereinigtestaaten, uy ury uruguay, uz uzb uzbekistan, va vat vatican holysee, vc vct
saintvincent stvincent, ve ven venezuela, vg vgb britishvirginislands virginislandsbritish, vi vir usvirginislands
virginislandsus unitedstatesvirginislands, vn vnm vietnam, vu vut vanuatu, wf wlf wallisfutuna wallisandfutuna, ws
wsm samoa, xk xkx kosovo, ye yem yemen, yt myt mayotte, za zaf southafrica, zm zmb zambia, zw zwe zimbabwe
`;
